import { Alert, Button, Card, Group, SegmentedControl, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { type Product, type StockChange, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { explainFailure } from "../../layout/failure.tsx";
import { focusHome } from "../../layout/focus.tsx";
import { trpc } from "../../till.ts";
import { noteProduct } from "./products.ts";
import { type StockWay, readStockForm } from "./stock-input.ts";

const ways: { value: StockWay; label: string }[] = [
  { value: "in", label: "Add" },
  { value: "out", label: "Take out" },
  { value: "set", label: "Set" },
];

const fields: Record<StockWay, { label: string; action: string }> = {
  in: { label: "Pieces that came", action: "Add to stock" },
  out: { label: "Pieces that went", action: "Take out of stock" },
  set: { label: "Pieces, or “unlimited”", action: "Set stock" },
};

/** The stock of a product, to be adjusted with a reason or set. */
export function StockCard({ product }: { product: Product }) {
  return (
    <Card withBorder padding="lg">
      <Group justify="space-between" align="baseline" mb="md">
        <Title order={2} size="h4">
          Stock
        </Title>
        <Text role="status" fw={600} {...focusHome}>
          {product.stock === null ? "Unlimited" : `${product.stock} can be ordered`}
        </Text>
      </Group>
      <StockForm product={product} />
    </Card>
  );
}

function StockForm({ product: { id, stock } }: { product: Product }) {
  const [way, setWay] = useState<StockWay>(stock === null ? "set" : "in");
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const done = ({ product }: StockChange) => {
    noteProduct(product);
    setAmount("");
    setReason("");
    setTried(false);
  };
  const adjust = useMutation(trpc.products.adjustStock.mutationOptions({ onSuccess: done }));
  const set = useMutation(trpc.products.setStock.mutationOptions({ onSuccess: done }));
  const moving = way === "set" ? set : adjust;
  const read = readStockForm(way, amount, reason);
  const errors = isTried && "faults" in read ? read.faults : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if ("stock" in read) set.mutate({ id, ...read });
    else if ("change" in read) adjust.mutate({ id, ...read });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <SegmentedControl aria-label="How the stock changes" data={ways} value={way} onChange={setWay} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            label={fields[way].label}
            required
            autoComplete="off"
            inputMode={way === "set" ? "text" : "numeric"}
            value={amount}
            onChange={({ currentTarget }) => setAmount(currentTarget.value)}
            error={errors.amount}
          />
          <TextInput
            label={way === "set" ? "Reason (optional)" : "Reason"}
            placeholder={way === "set" ? "Stocktake" : way === "in" ? "Delivery" : "Broken"}
            required={way !== "set"}
            maxLength={limits.reasonLength}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            error={errors.reason}
          />
        </SimpleGrid>
        {moving.isError ? <Alert color="red">{explainFailure(moving.error)}</Alert> : null}
        <Group justify="end">
          <Button type="submit" variant="light" loading={moving.isPending}>
            {fields[way].action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
