import { Alert, Button, Group, SegmentedControl, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { isRefusal } from "@till/client";
import { type DiscountKind, currencies, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { asSentences } from "../../layout/as-sentences.ts";
import { Dialog } from "../../layout/dialog.tsx";
import { explainFailure } from "../../layout/failure.tsx";
import { focusFirstError } from "../../layout/first-error.ts";
import { trpc } from "../../till.ts";
import { type DiscountFormValues, emptyDiscount, readDiscount } from "./discount-input.ts";
import { refreshDiscounts } from "./discounts.ts";

/** Adds a discount code. */
export const AddDiscount = ({ opened, close }: { opened: boolean; close: () => void }) => (
  <Dialog opened={opened} onClose={close} title="Add discount code" size="lg">
    <AddForm close={close} />
  </Dialog>
);

function AddForm({ close }: { close: () => void }) {
  const form = useForm<DiscountFormValues>({ initialValues: emptyDiscount });
  const add = useMutation(
    trpc.discounts.create.mutationOptions({
      onSuccess() {
        refreshDiscounts();
        close();
      },
    }),
  );
  const submit = (values: DiscountFormValues) => {
    const read = readDiscount(values);
    if ("discount" in read) return add.mutate(read.discount);
    const errors = asSentences(read.faults);
    form.setErrors(errors);
    focusFirstError(form, errors);
  };
  const taken = isRefusal(add.error, "DISCOUNT_CODE_TAKEN") ? add.error.data.refusal.message : null;
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <TextInput
          label="Code"
          required
          data-autofocus
          autoComplete="off"
          maxLength={limits.discountCodeLength}
          {...form.getInputProps("code")}
          error={form.errors["code"] ?? taken}
        />
        <ValueFields form={form} />
        <LimitFields form={form} />
        {add.isError && taken === null ? <Alert color="red">{explainFailure(add.error)}</Alert> : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add code
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Form = { form: UseFormReturnType<DiscountFormValues> };

const kinds: { value: DiscountKind; label: string }[] = [
  { value: "PERCENT", label: "Percentage" },
  { value: "FIXED", label: "Amount" },
];

/** What the code takes off. */
function ValueFields({ form }: Form) {
  const isPercent = form.values.kind === "PERCENT";
  return (
    <>
      <SegmentedControl aria-label="What it takes off" data={kinds} {...form.getInputProps("kind")} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput
          label={isPercent ? "Percent" : "Amount"}
          required
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps("value")}
        />
        <Select
          label="For orders in"
          required
          allowDeselect={false}
          data={currencies}
          {...form.getInputProps("currency")}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput
          label="Smallest order (optional)"
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps("minSubtotalAmount")}
        />
        {isPercent ? (
          <TextInput
            label="Most that it takes off (optional)"
            inputMode="decimal"
            autoComplete="off"
            {...form.getInputProps("maxDiscountAmount")}
          />
        ) : null}
      </SimpleGrid>
    </>
  );
}

/** When, and how often, it can be used. */
const LimitFields = ({ form }: Form) => (
  <>
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TextInput label="Starts (optional)" type="datetime-local" {...form.getInputProps("startsAt")} />
      <TextInput label="Ends (optional)" type="datetime-local" {...form.getInputProps("endsAt")} />
    </SimpleGrid>
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TextInput
        label="Orders in all (optional)"
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps("maxUses")}
      />
      <TextInput
        label="Orders of each customer (optional)"
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps("maxUsesPerCustomer")}
      />
    </SimpleGrid>
  </>
);
