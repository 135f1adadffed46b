import { Skeleton, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconDeviceMobile } from "@tabler/icons-react";
import { Suspense } from "react";
import { pageSettings } from "../page-settings.ts";
import { CardFields } from "./card-fields.tsx";
import { StripeCard, type useGatewayCard } from "./gateway-card.ts";
import type { PaymentChoice } from "./payment-choice.ts";

interface Props {
  form: UseFormReturnType<PaymentChoice>;
  card: ReturnType<typeof useGatewayCard>;
}

/** The fields of the chosen way to pay: the gateway's own for a card, where there is a gateway. */
export function SourceFields({ form, card }: Props) {
  const { cardField } = pageSettings;
  if (form.values.way === "upi") return <UpiField form={form} />;
  if (cardField === null) return <CardFields form={form} />;
  return (
    <Stack gap="xs">
      <Suspense fallback={<Skeleton height={67} />}>
        <StripeCard publishableKey={cardField.publishableKey} onReader={card.onReader} />
      </Suspense>
      {card.problem === null ? null : (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {card.problem}
        </Text>
      )}
    </Stack>
  );
}

const UpiField = ({ form }: Pick<Props, "form">) => (
  <TextInput
    label="UPI address"
    placeholder="name@bank"
    inputMode="email"
    autoComplete="off"
    leftSection={<IconDeviceMobile size={18} aria-hidden />}
    {...form.getInputProps("upi")}
  />
);
