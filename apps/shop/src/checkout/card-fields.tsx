import { Alert, Button, Grid, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconCreditCard, IconTestPipe } from "@tabler/icons-react";
import { type PaymentChoice, groupDigits, writeExpiry } from "./payment-choice.ts";

type Form = UseFormReturnType<PaymentChoice>;

/** The card fields, without autofill: browsers must not offer a real card. */
export function CardFields({ form }: { form: Form }) {
  const { token } = form.values;
  if (token !== null) return <TokenNote token={token} onDrop={() => form.setFieldValue("token", null)} />;
  const written = (field: "number" | "expiry" | "cvc", write: (text: string) => string) => ({
    ...form.getInputProps(field),
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      form.setFieldValue(field, write(currentTarget.value)),
    inputMode: "numeric" as const,
    autoComplete: "off",
  });
  return (
    <Grid gap="sm">
      <Grid.Col span={12}>
        <TextInput
          label="Card number"
          placeholder="4242 4242 4242 4242"
          leftSection={<IconCreditCard size={18} aria-hidden />}
          {...written("number", groupDigits)}
        />
      </Grid.Col>
      <Grid.Col span={6}>
        <TextInput label="Expiry" placeholder="12/34" {...written("expiry", writeExpiry)} />
      </Grid.Col>
      <Grid.Col span={6}>
        <TextInput
          label="CVC"
          placeholder="123"
          {...written("cvc", (text) => text.replaceAll(/\D/g, "").slice(0, 4))}
        />
      </Grid.Col>
    </Grid>
  );
}

function TokenNote({ token, onDrop }: { token: string; onDrop: () => void }) {
  return (
    <Alert variant="light" color="blue" icon={<IconTestPipe aria-hidden />} title="Pay with a test token">
      {token}
      <br />
      <Button variant="default" size="compact-sm" mt="xs" onClick={onDrop}>
        Enter a card instead
      </Button>
    </Alert>
  );
}
