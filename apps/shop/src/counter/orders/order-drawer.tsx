import { Anchor, Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Order } from "@till/contracts";
import { isGuestId } from "@till/domain/guest-id";
import { IconReceiptOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatTime } from "../../format.ts";
import { Failure, Offline } from "../../layout/failure.tsx";
import { focusHome } from "../../layout/focus.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { Message } from "../../layout/message.tsx";
import { MoneyRows } from "../../layout/money-rows.tsx";
import { SideDrawer, useShown } from "../../layout/side-drawer.tsx";
import { OrderAddresses } from "../../orders/order-addresses.tsx";
import { OrderAttempts } from "../../orders/order-attempts.tsx";
import { OrderItems } from "../../orders/order-items.tsx";
import { StatusBadge } from "../../orders/order-status.tsx";
import { OrderTimeline } from "../../orders/order-timeline.tsx";
import type { OrderView } from "../../orders/order-view.ts";
import { orderViewQuery } from "../../orders/orders.ts";
import { pageSettings } from "../../page-settings.ts";
import { NewGuestLink } from "./guest-link.tsx";
import { OrderRecord } from "./order-record.tsx";
import { ServeOrder } from "./serve-order.tsx";

/** One order beside the list, with the actions for staff. */
export function OrderDrawer({ id, close }: { id: number | undefined; close: () => void }) {
  const shown = useShown(id);
  return (
    <SideDrawer opened={id !== undefined} close={close} title={`Order #${shown}`} closeLabel="Close the order">
      {shown === undefined ? null : <OpenOrder id={shown} />}
    </SideDrawer>
  );
}

function OpenOrder({ id }: { id: number }) {
  const { data: view, error, fetchStatus, refetch } = useQuery(orderViewQuery(id));
  if (view) return <OrderSheet view={view} />;
  if (isRefusal(error, "ORDER_NOT_FOUND"))
    return (
      <Message icon={IconReceiptOff} title={error.data.refusal.message}>
        The number may be mistyped.
        {pageSettings.isSandbox ? " Or a reset of the sandbox deleted the order." : null}
      </Message>
    );
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return fetchStatus === "paused" ? <Offline /> : <Loading />;
}

function OrderSheet({ view: { order, events } }: { view: OrderView }) {
  return (
    <Stack gap="lg">
      <Group justify="space-between" role="status" {...focusHome}>
        <StatusBadge order={order} />
        <Text size="sm" c="dimmed">
          Placed {formatTime(order.createdAt)}
          {order.invoiceNumber === null ? null : ` · Invoice ${order.invoiceNumber}`}
        </Text>
      </Group>
      <ServeOrder order={order} />
      <Customer order={order} />
      <OrderRecord order={order} />
      <OrderAddresses order={order} />
      <Card withBorder padding="lg">
        <OrderItems order={order} />
        <MoneyRows sums={order} />
      </Card>
      <OrderAttempts order={order} />
      <OrderTimeline events={events} />
    </Stack>
  );
}

function Customer({ order: { id, userId, customer } }: { order: Order }) {
  const { name, email, phone } = customer;
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb={4} className="long-words">
        {name}
      </Title>
      <Group gap="md" className="long-words">
        {email === null ? null : <Anchor href={`mailto:${email}`}>{email}</Anchor>}
        {phone === null ? null : <Anchor href={`tel:${phone}`}>{phone}</Anchor>}
      </Group>
      <Group gap="md" mt="sm">
        <AnchorLink to="/counter/outbox" search={{ order: id }} size="sm">
          Messages of this order
        </AnchorLink>
        <AnchorLink to="/counter/deliveries" search={{ order: id }} size="sm">
          Webhooks of this order
        </AnchorLink>
        <AnchorLink to="/counter/orders/$id/dossier" params={{ id }} size="sm">
          Its whole story
        </AnchorLink>
      </Group>
      {isGuestId(userId) ? <NewGuestLink id={id} /> : null}
    </Card>
  );
}

const Loading = () => (
  <Stack gap="lg" aria-busy="true" aria-label="The order is being loaded">
    <Skeleton height={28} width={160} />
    <Skeleton height={36} />
    <Skeleton height={120} radius="md" />
    <Skeleton height={280} radius="md" />
  </Stack>
);
