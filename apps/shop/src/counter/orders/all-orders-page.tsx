import { Button, Card, VisuallyHidden } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { count } from "../../format.ts";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { useList } from "../../layout/use-list.ts";
import { pageSettings } from "../../page-settings.ts";
import { type OrdersSearch, allOrdersQuery } from "./all-orders.ts";
import { Filters, type Narrowing } from "./filters.tsx";
import { OrderDrawer } from "./order-drawer.tsx";
import { OrderRow } from "./order-row.tsx";

const route = getRouteApi("/counter/orders");

/** The filters without any. */
const all = { q: undefined, status: undefined, from: undefined, to: undefined };

/** Everybody's orders, with the open order beside them. */
export function AllOrdersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (changes: Narrowing) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false });
  return (
    <Page title="Orders">
      <Filters search={search} narrow={narrow} />
      <Orders search={search} showAll={() => narrow(all)} />
      <OrderDrawer id={search.order} close={() => void navigate({ search: ({ order: _shown, ...rest }) => rest })} />
    </Page>
  );
}

function Orders({ search, showAll }: { search: OrdersSearch; showAll: () => void }) {
  const list = useList(allOrdersQuery(search));
  const gap = listGap(list, <LoadingRows what="The orders" rows={8} height={64} />);
  if (gap !== null) return gap;
  const { items: orders } = list;
  const isNarrowed = [search.q, search.status, search.from, search.to].some((filter) => filter !== undefined);
  return (
    <>
      <VisuallyHidden role="status">
        {isNarrowed && !list.isPlaceholderData ? `${count(orders.length, "order")} shown` : ""}
      </VisuallyHidden>
      {orders.length === 0 ? (
        <NoOrders isNarrowed={isNarrowed} showAll={showAll} />
      ) : (
        <Card withBorder padding={0} component="ul" m={0} aria-busy={list.isPlaceholderData}>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} isOpen={order.id === search.order} />
          ))}
        </Card>
      )}
      <LoadMore list={list} />
    </>
  );
}

const NoOrders = ({ isNarrowed, showAll }: { isNarrowed: boolean; showAll: () => void }) =>
  isNarrowed ? (
    <Message
      icon={IconReceipt}
      title="No matching orders"
      action={
        <Button variant="light" onClick={showAll}>
          Show all orders
        </Button>
      }
    >
      Search by order number or reference, or by the beginning of a word in the customer&rsquo;s name or email.
    </Message>
  ) : (
    <Message icon={IconReceipt} title="No orders yet">
      New orders appear here automatically.
      {pageSettings.isSandbox ? " In the sandbox you can place one: choose a customer above." : null}
    </Message>
  );
