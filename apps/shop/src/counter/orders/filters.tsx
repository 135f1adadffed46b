import { Group, SegmentedControl, TextInput } from "@mantine/core";
import type { OrderStatus } from "@till/contracts";
import { IconPlus } from "@tabler/icons-react";
import { ButtonLink } from "../../layout/link.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import type { OrdersSearch } from "./all-orders.ts";
import { DownloadOrders } from "./download-orders.tsx";

const statuses: { value: OrderStatus | "ALL"; label: string }[] = [
  { value: "ALL", label: "All" },
  { value: "PENDING", label: "Pending" },
  { value: "PAID", label: "Paid" },
  { value: "REFUNDED", label: "Refunded" },
  { value: "CANCELLED", label: "Cancelled" },
];

/** Changes of what the list shows. */
export type Narrowing = Omit<OrdersSearch, "order">;

/** What the list shows: words, a status, the days on which orders were placed; and the same as a file. */
export function Filters({ search, narrow }: { search: OrdersSearch; narrow: (changes: Narrowing) => void }) {
  return (
    <Group mb="md" gap="sm">
      <SearchField
        aria-label="Search orders by number, reference, name or email"
        placeholder="#42, reference, name or email"
        flex={1}
        miw={220}
        search={search.q}
        onSearch={(text) => narrow({ q: text })}
      />
      <div style={{ overflowX: "auto" }}>
        <SegmentedControl
          aria-label="Status"
          data={statuses}
          value={search.status ?? "ALL"}
          onChange={(value) => narrow({ status: value === "ALL" ? undefined : value })}
        />
      </div>
      <Group gap="sm">
        <Day label="From" value={search.from} max={search.to} onChange={(from) => narrow({ from })} />
        <Day label="To" value={search.to} min={search.from} onChange={(to) => narrow({ to })} />
        <DownloadOrders search={search} />
        <ButtonLink to="/counter/orders/new" leftSection={<IconPlus size={18} aria-hidden />}>
          New order
        </ButtonLink>
      </Group>
    </Group>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined) => void;
}

const Day = ({ label, value = "", onChange, ...range }: DayProps) => (
  <TextInput
    type="date"
    aria-label={`${label}: the day on which orders were placed`}
    leftSection={label}
    leftSectionWidth={52}
    flex={1}
    miw={168}
    value={value}
    onChange={({ currentTarget }) => onChange(currentTarget.value === "" ? undefined : currentTarget.value)}
    {...range}
  />
);
