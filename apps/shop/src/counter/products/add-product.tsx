import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { asSentences } from "../../layout/as-sentences.ts";
import { Dialog } from "../../layout/dialog.tsx";
import { explainFailure } from "../../layout/failure.tsx";
import { focusFirstError } from "../../layout/first-error.ts";
import { trpc } from "../../till.ts";
import { ProductFields } from "./product-fields.tsx";
import { type ProductFormValues, formValuesOf, readProduct } from "./product-input.ts";
import { reloadProducts } from "./products.ts";

interface AddProductProps {
  opened: boolean;
  close: () => void;
  /** Opens the new product beside the list. */
  show: (id: number) => void;
}

/** Adds a product. */
export const AddProduct = ({ opened, ...props }: AddProductProps) => (
  <Dialog opened={opened} onClose={props.close} title="Add product" size="lg">
    <AddForm {...props} />
  </Dialog>
);

function AddForm({ close, show }: Omit<AddProductProps, "opened">) {
  const form = useForm<ProductFormValues>({ initialValues: { ...formValuesOf(), stock: "0" } });
  const add = useMutation(
    trpc.products.upsert.mutationOptions({
      async onSuccess({ id }) {
        await reloadProducts();
        close();
        show(id);
      },
    }),
  );
  const submit = (values: ProductFormValues) => {
    const read = readProduct(values, "none");
    if ("product" in read) return add.mutate(read.product);
    const errors = asSentences(read.faults);
    form.setErrors(errors);
    focusFirstError(form, errors);
  };
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Group align="start" grow>
          <TextInput
            label="SKU"
            required
            data-autofocus
            autoComplete="off"
            maxLength={limits.skuLength}
            {...form.getInputProps("sku")}
          />
          <TextInput label="Stock, or “unlimited”" autoComplete="off" {...form.getInputProps("stock")} />
        </Group>
        <ProductFields form={form} />
        {add.isError ? <Alert color="red">{explainFailure(add.error)}</Alert> : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add product
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
