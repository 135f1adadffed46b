import { Card, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { type Order, type OrderStatus, orderStatuses } from "@till/contracts";
import { IconReceiptOff } from "@tabler/icons-react";
import { Link, getRouteApi } from "@tanstack/react-router";
import { memo } from "react";
import { ProductVisual } from "../catalogue/product-visual.tsx";
import { count, formatDay, formatMoney } from "../format.ts";
import { ButtonLink } from "../layout/link.tsx";
import { listGap } from "../layout/list-gap.tsx";
import { LoadMore } from "../layout/load-more.tsx";
import { LoadingRows } from "../layout/loading-rows.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { useList } from "../layout/use-list.ts";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";
import { StatusBadge } from "./order-status.tsx";
import { ordersQuery } from "./orders.ts";
import classes from "./orders-page.module.css";

const route = getRouteApi("/orders");

const filterNames: Record<OrderStatus | "ALL", string> = {
  ALL: "All",
  PENDING: "Open",
  PAID: "Paid",
  CANCELLED: "Cancelled",
  REFUNDED: "Refunded",
};
const filters = (["ALL", ...orderStatuses] as const).map((value) => ({ value, label: filterNames[value] }));

export function OrdersPage() {
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const user = useUser();
  if (user === null) {
    return (
      <Page title="Your orders">
        <SignInFirst why="Only you and the staff of the shop see your orders." role="customer" />
      </Page>
    );
  }
  return (
    <Page title="Your orders" size="md">
      <div className={classes.filters}>
        <SegmentedControl
          aria-label="Show which orders"
          data={filters}
          value={status ?? "ALL"}
          onChange={(value) => void navigate({ search: value === "ALL" ? {} : { status: value } })}
        />
      </div>
      <Orders status={status} />
    </Page>
  );
}

function Orders({ status }: { status: OrderStatus | undefined }) {
  const list = useList(ordersQuery(status));
  const gap = listGap(list, <LoadingRows what="Your orders" rows={5} height={98} gap="sm" />);
  if (gap !== null) return gap;
  if (list.items.length === 0) return <NoOrders status={status} />;
  return (
    <>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: "none" }} aria-busy={list.isPlaceholderData}>
        {list.items.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </Stack>
      <LoadMore list={list} />
    </>
  );
}

/** The most products of an order that are shown as pictures. */
const shownItems = 3;

const OrderRow = memo(({ order }: { order: Order }) => {
  const { id, items, currency, totalAmount, createdAt } = order;
  const [first, ...others] = items;
  return (
    <Card component="li" withBorder padding="md" className={classes.row}>
      <Group justify="space-between" wrap="nowrap">
        <Group wrap="nowrap" miw={0}>
          <Group gap={0} wrap="nowrap" className={classes.visuals}>
            {items.slice(0, shownItems).map((item) => (
              <ProductVisual key={item.productId} product={item} size="line" />
            ))}
          </Group>
          <div className={classes.text}>
            <Link to="/orders/$id" params={{ id }} className={classes.link}>
              Order #{id}
            </Link>
            <Text size="sm" truncate>
              {first?.name}
              {others.length > 0 ? ` and ${count(others.length, "more", "more")}` : ""}
            </Text>
            <Text size="sm" c="dimmed">
              {formatDay(createdAt)}
            </Text>
          </div>
        </Group>
        <Stack gap={4} align="end" className={classes.state}>
          <Text fw={700}>{formatMoney(totalAmount, currency)}</Text>
          <StatusBadge order={order} />
        </Stack>
      </Group>
    </Card>
  );
});

function NoOrders({ status }: { status: OrderStatus | undefined }) {
  if (status === undefined) {
    return (
      <Message icon={IconReceiptOff} title="No orders yet" action={<ButtonLink to="/">Browse products</ButtonLink>}>
        Your orders appear here, each with its payment and its receipt.
      </Message>
    );
  }
  return (
    <Message
      icon={IconReceiptOff}
      title={`No ${filterNames[status].toLowerCase()} orders`}
      action={
        <ButtonLink to="/orders" search={{}} variant="light">
          Show all orders
        </ButtonLink>
      }
    >
      None of your orders has this status.
    </Message>
  );
}
