import { Radio, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type Order, limits } from "@till/contracts";
import { isGuestId } from "@till/domain/guest-id";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SearchField } from "../../layout/search-field.tsx";
import { trpc } from "../../till.ts";
import type { BuyerValues } from "./order-input.ts";

type Form = { form: UseFormReturnType<BuyerValues> };

const kinds = [
  { value: "guest", label: "New guest" },
  { value: "known", label: "Known customer" },
];

/** Whom the order is for. */
export const BuyerFields = ({ form }: Form) => (
  <Stack>
    <SegmentedControl aria-label="Whom the order is for" data={kinds} {...form.getInputProps("kind")} />
    {form.values.kind === "guest" ? <GuestFields form={form} /> : <KnownCustomers form={form} />}
  </Stack>
);

const GuestFields = ({ form }: Form) => (
  <>
    <TextInput
      label="Name"
      required
      autoComplete="off"
      maxLength={limits.contactLength}
      {...form.getInputProps("name")}
    />
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TextInput
        label="Email"
        type="email"
        autoComplete="off"
        maxLength={limits.contactLength}
        {...form.getInputProps("email")}
      />
      <TextInput
        label="Phone"
        type="tel"
        placeholder="+91 98111 11111"
        autoComplete="off"
        maxLength={limits.contactLength}
        {...form.getInputProps("phone")}
      />
    </SimpleGrid>
    <Text size="sm" c="dimmed">
      An email, a phone number or both. Messages about the order go there.
    </Text>
  </>
);

/** The customers of orders, each once. A guest has one order, and a program orders for itself. */
const customersOf = (orders: readonly Order[]) =>
  [...new Map(orders.map((order) => [order.userId, order])).values()].filter(
    ({ userId }) => !isGuestId(userId) && !userId.startsWith("key_"),
  );

/** Finds somebody who has ordered before, by their orders. */
function KnownCustomers({ form }: Form) {
  const [search, setSearch] = useState<string>();
  const found = useQuery({
    ...trpc.orders.list.queryOptions(search === undefined ? skipToken : { search, limit: 50 }),
    placeholderData: keepPreviousData,
  });
  const customers = customersOf(found.data?.items ?? []);
  return (
    <>
      <SearchField label="Name or email of somebody who has ordered before" search={search} onSearch={setSearch} />
      <Radio.Group aria-label="Customers" {...form.getInputProps("customerId")}>
        <Stack gap="xs">
          {customers.map(({ userId, customer: { name, email, phone } }) => (
            <Radio
              key={userId}
              value={userId}
              label={name}
              description={email ?? phone ?? userId}
              className="long-words"
            />
          ))}
        </Stack>
      </Radio.Group>
      {search !== undefined && found.isSuccess && customers.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          No customer is called so. Choose “New guest” for somebody who has not ordered yet.
        </Text>
      ) : null}
    </>
  );
}
