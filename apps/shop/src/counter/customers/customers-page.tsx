import { Text } from "@mantine/core";
import type { Customer } from "@till/contracts";
import { IconUsers } from "@tabler/icons-react";
import { Link, getRouteApi } from "@tanstack/react-router";
import { memo } from "react";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { NarrowedList } from "../../layout/narrowed-list.tsx";
import { NoMatch } from "../../layout/no-match.tsx";
import { Page } from "../../layout/page.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import { useList } from "../../layout/use-list.ts";
import { CustomerDrawer } from "./customer-drawer.tsx";
import classes from "./customers-page.module.css";
import { type CustomersSearch, customersQuery } from "./customers.ts";

const route = getRouteApi("/counter/customers");

/** The people who ordered, with the open one beside the list. */
export function CustomersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const searchFor = (q: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, q }), replace: true, resetScroll: false });
  return (
    <Page title="Customers">
      <SearchField
        aria-label="Search customers by name, email, phone or id"
        placeholder="Name, email, phone or id"
        mb="md"
        search={search.q}
        onSearch={searchFor}
      />
      <Customers search={search} showAll={() => searchFor(undefined)} />
      <CustomerDrawer
        id={search.customer}
        close={() => void navigate({ search: ({ customer: _shown, ...rest }) => rest, resetScroll: false })}
      />
    </Page>
  );
}

function Customers({ search, showAll }: { search: CustomersSearch; showAll: () => void }) {
  const list = useList(customersQuery(search));
  const gap = listGap(list, <LoadingRows what="The customers" rows={8} height={68} />);
  if (gap !== null) return gap;
  return (
    <NarrowedList
      list={list}
      word="customer"
      isNarrowed={search.q !== undefined}
      none={<Nobody isSearched={search.q !== undefined} showAll={showAll} />}
      row={(customer) => <Row key={customer.id} customer={customer} isOpen={customer.id === search.customer} />}
    />
  );
}

const Row = memo(({ customer: { id, name, email, phone }, isOpen }: { customer: Customer; isOpen: boolean }) => (
  <li className={classes.item}>
    <Link
      from="/counter/customers"
      to="/counter/customers"
      search={(now) => ({ ...now, customer: id })}
      resetScroll={false}
      className={classes.row}
      data-open={isOpen || undefined}
    >
      <span className={classes.words}>
        <Text span fw={600}>
          {name}
        </Text>
        <Text span size="sm" c="dimmed">
          {id}
        </Text>
      </span>
      <span className={classes.words}>
        <Text span size="sm">
          {email ?? ""}
        </Text>
        <Text span size="sm" c="dimmed">
          {phone ?? ""}
        </Text>
      </span>
    </Link>
  </li>
));

const Nobody = ({ isSearched, showAll }: { isSearched: boolean; showAll: () => void }) =>
  isSearched ? (
    <NoMatch icon={IconUsers} what="customers" showAll={showAll}>
      Search by the phone number or id, or by the beginning of a word in the name or email.
    </NoMatch>
  ) : (
    <Message icon={IconUsers} title="No customers yet">
      Whoever places an order is listed here.
    </Message>
  );
