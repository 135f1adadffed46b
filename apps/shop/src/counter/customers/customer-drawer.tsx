import { Alert, Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Customer } from "@till/contracts";
import { IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney, formatTime } from "../../format.ts";
import { Failure, Offline } from "../../layout/failure.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { SideDrawer } from "../../layout/side-drawer.tsx";
import { useList } from "../../layout/use-list.ts";
import { StatusBadge } from "../../orders/order-status.tsx";
import { trpc } from "../../till.ts";
import { ordersOfQuery } from "./customers.ts";
import { EraseCustomer } from "./erase-customer.tsx";
import { ExportCustomer } from "./export-customer.tsx";

/** One customer beside the list: who they are, their orders, and what the law asks for. */
export const CustomerDrawer = ({ id, close }: { id: string | undefined; close: () => void }) => (
  <SideDrawer opened={id !== undefined} close={close} title="Customer" closeLabel="Close the customer">
    {id === undefined ? null : <OpenCustomer key={id} id={id} />}
  </SideDrawer>
);

function OpenCustomer({ id }: { id: string }) {
  const { data: customer, error, fetchStatus, refetch } = useQuery(trpc.customers.get.queryOptions({ id }));
  if (customer) return <CustomerSheet customer={customer} />;
  if (isRefusal(error, "CUSTOMER_NOT_FOUND"))
    return (
      <Message icon={IconUserOff} title="There is no such customer">
        The id may be mistyped.
      </Message>
    );
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return fetchStatus === "paused" ? <Offline /> : <Skeleton height={240} aria-label="The customer is being loaded" />;
}

function CustomerSheet({ customer }: { customer: Customer }) {
  const { id, name, email, phone, erasedAt } = customer;
  return (
    <Stack gap="lg">
      <div className="long-words">
        <Text fw={600} fz="lg">
          {name}
        </Text>
        {[email, phone].map((contact) => (contact === null ? null : <Text key={contact}>{contact}</Text>))}
        <Text size="sm" c="dimmed">
          {id}
        </Text>
      </div>
      {erasedAt === null ? null : (
        <Alert color="gray" title="Erased">
          {`Their words were erased on ${formatTime(erasedAt)}. Amounts, dates and products of their orders stay.`}
        </Alert>
      )}
      <Group gap="sm">
        <ExportCustomer id={id} />
        {erasedAt === null ? <EraseCustomer customer={customer} /> : null}
      </Group>
      <Orders id={id} />
    </Stack>
  );
}

function Orders({ id }: { id: string }) {
  const list = useList(ordersOfQuery(id));
  const gap = listGap(list, <LoadingRows what="Their orders" rows={3} height={56} />);
  if (gap !== null) return gap;
  return (
    <Stack gap="xs">
      <Title order={2} fz="lg">
        Orders
      </Title>
      {list.items.length === 0 ? <Text c="dimmed">None yet.</Text> : null}
      {list.items.map((order) => (
        <Card key={order.id} withBorder padding="sm">
          <Group justify="space-between" gap="xs">
            <AnchorLink to="/counter/orders" search={{ order: order.id }} fw={600}>
              {`Order #${order.id}`}
            </AnchorLink>
            <StatusBadge order={order} />
          </Group>
          <Group justify="space-between" gap="xs">
            <Text size="sm" c="dimmed">
              {formatTime(order.createdAt)}
            </Text>
            <Text size="sm">{formatMoney(order.totalAmount, order.currency)}</Text>
          </Group>
        </Card>
      ))}
      <LoadMore list={list} />
    </Stack>
  );
}
