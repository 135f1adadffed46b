import { Radio, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type Customer, limits } from "@till/contracts";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explainFailure } from "../../layout/failure.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import { trpc } from "../../till.ts";
import type { BuyerValues } from "./order-input.ts";

type Form = { form: UseFormReturnType<BuyerValues> };

const kinds = [
  { value: "guest", label: "New guest" },
  { value: "known", label: "Known customer" },
];

/** Whom the order is for. Who was chosen is kept while another kind of buyer is shown, as the form keeps what was typed. */
export function BuyerFields({ form }: Form) {
  const [chosen, choose] = useState<Customer>();
  return (
    <Stack>
      <SegmentedControl aria-label="Whom the order is for" data={kinds} {...form.getInputProps("kind")} />
      {form.values.kind === "guest" ? (
        <GuestFields form={form} />
      ) : (
        <KnownCustomers form={form} chosen={chosen} choose={choose} />
      )}
    </Stack>
  );
}

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

/** How many customers a search shows. */
const shownCustomers = 8;

interface KnownCustomersProps extends Form {
  chosen: Customer | undefined;
  choose: (customer: Customer) => void;
}

/** Finds somebody who has ordered before. Who is chosen stays in the list when the search changes. */
function KnownCustomers({ form, chosen, choose }: KnownCustomersProps) {
  const [search, setSearch] = useState<string>();
  const found = useQuery({
    ...trpc.customers.list.queryOptions(
      search === undefined ? skipToken : { search, known: true, limit: shownCustomers },
    ),
    placeholderData: keepPreviousData,
  });
  const matching = search === undefined ? [] : (found.data?.items ?? []);
  const isElsewhere = chosen !== undefined && matching.every(({ id }) => id !== chosen.id);
  const shown = isElsewhere ? [chosen, ...matching] : matching;
  return (
    <>
      <SearchField label="Name, email or phone" search={search} onSearch={setSearch} />
      <Radio.Group
        label="Customers"
        labelProps={{ hidden: true }}
        {...form.getInputProps("customerId")}
        onChange={(customerId) => {
          form.setFieldValue("customerId", customerId);
          const now = shown.find(({ id }) => id === customerId);
          if (now) choose(now);
        }}
      >
        <Stack gap="xs">
          {shown.map(({ id, name, email, phone }) => (
            <Radio
              key={id}
              value={id}
              label={name}
              description={[email, phone].filter(Boolean).join(" · ") || id}
              className="long-words"
            />
          ))}
        </Stack>
      </Radio.Group>
      {search === undefined ? null : <Found found={found} count={matching.length} />}
    </>
  );
}

interface FoundProps {
  found: { error: unknown; isSuccess: boolean; data?: { nextCursor: string | null } | undefined };
  count: number;
}

/** What a search could not show. */
function Found({ found: { error, isSuccess, data }, count }: FoundProps) {
  const note = error
    ? explainFailure(error)
    : isSuccess && count === 0
      ? "No customer matches. Choose “New guest” for somebody who has not ordered yet."
      : data && data.nextCursor !== null
        ? "More customers match. Type more to find the others."
        : null;
  return note === null ? null : (
    <Text size="sm" c="dimmed" role="status">
      {note}
    </Text>
  );
}
