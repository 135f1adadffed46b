import { IconReceipt } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { NarrowedList } from "../../layout/narrowed-list.tsx";
import { NoMatch } from "../../layout/no-match.tsx";
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
  const isNarrowed = [search.q, search.status, search.from, search.to].some((filter) => filter !== undefined);
  return (
    <NarrowedList
      list={list}
      word="order"
      isNarrowed={isNarrowed}
      none={<NoOrders isNarrowed={isNarrowed} showAll={showAll} />}
      row={(order) => <OrderRow key={order.id} order={order} isOpen={order.id === search.order} />}
    />
  );
}

const NoOrders = ({ isNarrowed, showAll }: { isNarrowed: boolean; showAll: () => void }) =>
  isNarrowed ? (
    <NoMatch icon={IconReceipt} what="orders" showAll={showAll}>
      Search by order number or reference, or by the beginning of a word in the customer&rsquo;s name or email.
    </NoMatch>
  ) : (
    <Message icon={IconReceipt} title="No orders yet">
      New orders appear here automatically.
      {pageSettings.isSandbox ? " In the sandbox you can place one: choose a customer above." : null}
    </Message>
  );
