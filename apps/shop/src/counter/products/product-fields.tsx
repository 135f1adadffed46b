import { Group, Select, Stack, TextInput, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { currencies, limits } from "@till/contracts";
import type { ProductFormValues } from "./product-input.ts";

/** The fields of a product, besides its SKU and its stock. */
export const ProductFields = ({ form }: { form: UseFormReturnType<ProductFormValues> }) => (
  <Stack>
    <TextInput label="Name" required maxLength={limits.productNameLength} {...form.getInputProps("name")} />
    <Group align="start" grow>
      <TextInput label="Price" required inputMode="decimal" autoComplete="off" {...form.getInputProps("price")} />
      <Select label="Currency" required allowDeselect={false} data={currencies} {...form.getInputProps("currency")} />
    </Group>
    <Textarea
      label="Description"
      autosize
      minRows={2}
      maxLength={limits.productDescriptionLength}
      {...form.getInputProps("description")}
    />
    <TextInput
      label="Address of a picture"
      description="An https address. Without one, the shop draws a symbol."
      type="url"
      maxLength={limits.imageUrlLength}
      {...form.getInputProps("imageUrl")}
    />
  </Stack>
);
