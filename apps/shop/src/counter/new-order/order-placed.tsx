import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import type { CreatedOrder } from "@till/contracts";
import { formatMoney } from "../../format.ts";
import { focusHome } from "../../layout/focus.tsx";
import { ButtonLink } from "../../layout/link.tsx";
import { GuestLink } from "../orders/guest-link.tsx";

/** What to do with an order that was placed for somebody. */
export function OrderPlaced({ order, again }: { order: CreatedOrder; again: () => void }) {
  const { id, customer, guestLink, totalAmount, currency, paymentMethod } = order;
  return (
    <Card withBorder padding="lg" maw={640}>
      <Stack>
        <div role="status" {...focusHome}>
          <Title order={2} size="h4" className="long-words">
            {customer.name} · {formatMoney(totalAmount, currency)}
          </Title>
          <Text c="dimmed">
            {paymentMethod === "COD"
              ? "To be paid in cash on delivery."
              : guestLink === undefined
                ? "The customer pays it under “Orders”, when they are signed in."
                : "The guest pays it by this link."}
          </Text>
        </div>
        {guestLink === undefined ? null : <GuestLink link={guestLink} />}
        <Group>
          <ButtonLink to="/counter/orders" search={{ order: id }} variant="default">
            Open order #{id}
          </ButtonLink>
          <Button variant="subtle" onClick={again}>
            Another order
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
