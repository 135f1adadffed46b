import { Alert, Button, Card, Grid, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type CreatedOrder, type PaymentMethod, paymentMethodTable, paymentMethods } from "@till/contracts";
import { keepPreviousData, skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { createIntentKeys } from "../../checkout/intent-key.ts";
import { waysToPay } from "../../checkout/ways-to-pay.ts";
import { asSentences } from "../../layout/as-sentences.ts";
import { explainFailure } from "../../layout/failure.tsx";
import { focusFirstError } from "../../layout/first-error.ts";
import { focusHome } from "../../layout/focus.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { MoneyRows } from "../../layout/money-rows.tsx";
import { Page } from "../../layout/page.tsx";
import { pageSettings } from "../../page-settings.ts";
import { noteOrder } from "../../orders/orders.ts";
import { trpc } from "../../till.ts";
import { BuyerFields } from "./buyer-fields.tsx";
import { type BuyerValues, nobody, readBuyer } from "./order-input.ts";
import { OrderPlaced } from "./order-placed.tsx";
import { type Line, ProductPicker } from "./product-picker.tsx";

/** Places an order for somebody who calls or stands at the counter. */
export function NewOrderPage() {
  const [placed, setPlaced] = useState<CreatedOrder>();
  return (
    <Page
      title={placed ? `Order #${placed.id} is placed` : "New order"}
      above={
        <AnchorLink to="/counter/orders" fw={600} mb="md" display="inline-block">
          Orders
        </AnchorLink>
      }
    >
      {placed ? <OrderPlaced order={placed} again={() => setPlaced(undefined)} /> : <NewOrder onPlaced={setPlaced} />}
    </Page>
  );
}

/** Without a gateway that takes payments nobody could pay online. */
const methods = paymentMethods
  .filter((method) => method === "COD" || waysToPay.some((way) => way !== "cash"))
  .map((value) => ({ value, label: paymentMethodTable[value].name }));

function NewOrder({ onPlaced }: { onPlaced: (order: CreatedOrder) => void }) {
  const [keys] = useState(createIntentKeys);
  const [lines, setLines] = useState<Line[]>([]);
  const [paymentMethod, setPaymentMethod] = useState<PaymentMethod>(pageSettings.isSandbox ? "ONLINE" : "COD");
  const form = useForm<BuyerValues>({ initialValues: nobody });
  const items = lines.map(({ product, quantity }) => ({ productId: product.id, quantity }));
  const create = useMutation(
    trpc.orders.create.mutationOptions({
      onSuccess(order) {
        keys.answered();
        void noteOrder(order);
        onPlaced(order);
      },
    }),
  );
  const submit = (values: BuyerValues) => {
    const read = readBuyer(values);
    if ("buyer" in read) {
      const input = { items, paymentMethod, customer: read.buyer };
      return create.mutate({ ...input, idempotencyKey: keys.keyFor(input) });
    }
    const errors = asSentences(read.faults);
    form.setErrors(errors);
    focusFirstError(form, errors);
  };
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Part title="Products" isHome>
              <ProductPicker lines={lines} change={setLines} />
            </Part>
            <Part title="Customer">
              <BuyerFields form={form} />
            </Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Part title="Payment">
            <Stack>
              <SegmentedControl
                aria-label="How the order is paid"
                data={methods}
                value={paymentMethod}
                onChange={setPaymentMethod}
              />
              <Total items={items} />
              {create.isError ? <Alert color="red">{explainFailure(create.error)}</Alert> : null}
              <Button type="submit" loading={create.isPending} disabled={lines.length === 0}>
                Place order
              </Button>
            </Stack>
          </Part>
        </Grid.Col>
      </Grid>
    </form>
  );
}

/** `isHome` says that the focus goes to its title when what had it is gone. */
const Part = ({ title, isHome = false, children }: { title: string; isHome?: boolean; children: ReactNode }) => (
  <Card withBorder padding="lg">
    <Title order={2} size="h4" mb="md" {...(isHome && focusHome)}>
      {title}
    </Title>
    {children}
  </Card>
);

/** What the order comes to, and what stands against it. */
function Total({ items }: { items: { productId: number; quantity: number }[] }) {
  const { data: quote, isPlaceholderData } = useQuery({
    ...trpc.orders.quote.queryOptions(items.length === 0 ? skipToken : { items }),
    placeholderData: keepPreviousData,
  });
  if (items.length === 0 || !quote) return <Text c="dimmed">Add a product to see the total.</Text>;
  const { currency } = quote;
  return (
    <>
      {quote.problems.map(({ code, message }) => (
        <Alert key={code} color="red">
          {message}
        </Alert>
      ))}
      {currency === null ? null : <MoneyRows sums={{ ...quote, currency }} isStale={isPlaceholderData} />}
    </>
  );
}
