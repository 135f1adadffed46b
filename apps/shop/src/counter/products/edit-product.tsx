import { Alert, Button, Card, Group, Stack, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import type { Product } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { asSentences } from "../../layout/as-sentences.ts";
import { explainFailure } from "../../layout/failure.tsx";
import { focusFirstError } from "../../layout/first-error.ts";
import { trpc } from "../../till.ts";
import { ProductFields } from "./product-fields.tsx";
import { type ProductFormValues, formValuesOf, readProduct } from "./product-input.ts";
import { noteProduct } from "./products.ts";

/** What the shop says of a product, to be changed. */
export function EditProduct({ product }: { product: Product }) {
  const form = useForm<ProductFormValues>({ initialValues: formValuesOf(product) });
  const save = useMutation(
    trpc.products.upsert.mutationOptions({
      onSuccess(saved) {
        noteProduct(saved);
        form.resetDirty();
        notifications.show({ title: saved.name, message: "Saved." });
      },
    }),
  );
  const submit = (values: ProductFormValues) => {
    const read = readProduct(values, "none");
    if ("product" in read) return save.mutate(read.product);
    const errors = asSentences(read.faults);
    form.setErrors(errors);
    focusFirstError(form, errors);
  };
  return (
    <Card withBorder padding="lg">
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          <Title order={2} size="h4">
            In the shop
          </Title>
          <ProductFields form={form} />
          {save.isError ? <Alert color="red">{explainFailure(save.error)}</Alert> : null}
          <Group justify="end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
