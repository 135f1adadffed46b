import { Checkbox, Grid, NativeSelect, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { limits } from "@till/contracts";
import { type Delivery, countryChoices } from "./delivery.ts";

type TextField = Exclude<keyof Delivery, "isWanted" | "country">;

/** The shipping address, if the customer wants to give one. Browsers fill it in. */
export function DeliveryFields({ form }: { form: UseFormReturnType<Delivery> }) {
  // A text of Till's limit at most, with the autofill name of HTML.
  const text = (field: TextField, autoComplete: string) => ({
    ...form.getInputProps(field),
    autoComplete: `shipping ${autoComplete}`,
    maxLength: field === "postalCode" ? limits.postalCodeLength : limits.addressLineLength,
  });
  return (
    <Stack gap="sm">
      <Checkbox label="Add a shipping address" {...form.getInputProps("isWanted", { type: "checkbox" })} />
      {form.values.isWanted ? (
        <Grid gap="sm">
          <Grid.Col span={12}>
            <TextInput label="Name" {...text("name", "name")} />
          </Grid.Col>
          <Grid.Col span={12}>
            <TextInput label="Street and number" required {...text("line1", "address-line1")} />
          </Grid.Col>
          <Grid.Col span={12}>
            <TextInput label="Flat, floor or building" {...text("line2", "address-line2")} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, xs: 7 }}>
            <TextInput label="City" required {...text("city", "address-level2")} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, xs: 5 }}>
            <TextInput label="Postal code" {...text("postalCode", "postal-code")} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, xs: 6 }}>
            <TextInput label="State or region" {...text("region", "address-level1")} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, xs: 6 }}>
            <NativeSelect
              label="Country"
              required
              data={[{ value: "", label: "Choose a country" }, ...countryChoices]}
              autoComplete="shipping country"
              {...form.getInputProps("country")}
            />
          </Grid.Col>
        </Grid>
      ) : null}
    </Stack>
  );
}
