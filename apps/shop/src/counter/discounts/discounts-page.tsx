import { Badge, Button, Card, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { DiscountStatus } from "@till/domain/catalogue";
import { discountStatus } from "@till/domain/catalogue";
import { IconDiscount, IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { useList } from "../../layout/use-list.ts";
import { useTillNow } from "../../till-time.ts";
import { trpc } from "../../till.ts";
import { AddDiscount } from "./add-discount.tsx";
import classes from "./discounts-page.module.css";
import { type ListedDiscount, discountsQuery, refreshDiscounts } from "./discounts.ts";
import { tellTerms, tellUses, tellValue } from "./tell-discount.ts";

/** The discount codes, with what they give and how often they are used. */
export function DiscountsPage() {
  const [isAdding, { open, close }] = useDisclosure();
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      Add code
    </Button>
  );
  return (
    <Page title="Discounts" aside={add}>
      <Discounts />
      <AddDiscount opened={isAdding} close={close} />
    </Page>
  );
}

function Discounts() {
  const list = useList(discountsQuery());
  const gap = listGap(list, <LoadingRows what="The discount codes" rows={5} height={72} />);
  if (gap !== null) return gap;
  if (list.items.length === 0)
    return (
      <Message icon={IconDiscount} title="No discount codes yet">
        Add a code that takes a percentage or an amount off an order. Customers type it at the basket.
      </Message>
    );
  return (
    <>
      <Card withBorder padding={0} component="ul" m={0} aria-busy={list.isPlaceholderData}>
        {list.items.map((discount) => (
          <Row key={discount.id} discount={discount} />
        ))}
      </Card>
      <LoadMore list={list} />
    </>
  );
}

const states: Record<DiscountStatus, { label: string; color: string }> = {
  ACTIVE: { label: "Active", color: "green" },
  SCHEDULED: { label: "Not started", color: "blue" },
  ENDED: { label: "Ended", color: "gray" },
  USED_UP: { label: "Used up", color: "yellow" },
  DISABLED: { label: "Disabled", color: "red" },
};

function Row({ discount }: { discount: ListedDiscount }) {
  const status = discountStatus(discount, new Date(useTillNow()).toISOString());
  const { label, color } = states[status];
  return (
    <li className={classes.row}>
      <Text span fw={700} className={classes.value}>
        {tellValue(discount)}
      </Text>
      <div className={classes.text}>
        <Text component="h2" m={0} fz="md" fw={600}>
          {discount.code}
        </Text>
        <Text span size="sm" c="dimmed">
          {[tellUses(discount), ...tellTerms(discount)].join(" · ")}
        </Text>
      </div>
      <Badge variant="light" color={color} tt="none" className={classes.state}>
        {label}
      </Badge>
      <div className={classes.action}>{status === "DISABLED" ? null : <Disable code={discount.code} />}</div>
    </li>
  );
}

function Disable({ code }: { code: string }) {
  const [isAsking, { open, close }] = useDisclosure();
  const disable = useMutation(
    trpc.discounts.disable.mutationOptions({
      onSuccess() {
        refreshDiscounts();
        close();
      },
    }),
  );
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Disable ${code}`} onClick={open}>
        Disable
      </Button>
      <ConfirmModal
        opened={isAsking}
        title={`Disable ${code}?`}
        action="Disable code"
        doing={disable}
        onConfirm={() => disable.mutate({ code })}
        onClose={close}
      >
        <Text>From now on it gives nothing. Orders that used it keep their discount. This can&rsquo;t be undone.</Text>
      </ConfirmModal>
    </>
  );
}
