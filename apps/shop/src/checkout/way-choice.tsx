import { Group, Radio, Stack, Text } from "@mantine/core";
import { paymentMethodTable } from "@till/contracts";
import { type Icon, IconCashBanknote, IconCreditCard, IconDeviceMobile } from "@tabler/icons-react";
import { pageSettings } from "../page-settings.ts";
import { type PaymentChoice, methodOfWay } from "./payment-choice.ts";
import { waysToPay } from "./ways-to-pay.ts";
import classes from "./way-choice.module.css";

type Way = PaymentChoice["way"];

const ways: Record<Way, { name: string; text: string; symbol: Icon }> = {
  card: {
    name: "Card",
    text: pageSettings.cardField === null ? "Visa or Mastercard" : "Credit or debit card",
    symbol: IconCreditCard,
  },
  upi: { name: "UPI", text: "From your bank's app", symbol: IconDeviceMobile },
  cash: { name: paymentMethodTable[methodOfWay.cash].name, text: "Pay when it arrives", symbol: IconCashBanknote },
};

/** The choice of payment method. An order placed for online payment can't change to cash. */
export function WayChoice(props: { value: Way; onChange: (way: Way) => void; isPlaced: boolean }) {
  const { value, onChange, isPlaced } = props;
  const offered = waysToPay.filter((way) => way !== "cash" || !isPlaced);
  return (
    <Radio.Group label="How do you want to pay?" value={value} onChange={(way) => onChange(way)}>
      <Stack gap="xs" mt="xs">
        {offered.map((way) => {
          const { name, text, symbol: Symbol } = ways[way];
          return (
            <Radio.Card key={way} value={way} className={classes.way}>
              <Group wrap="nowrap">
                <Radio.Indicator />
                <Symbol aria-hidden />
                <div>
                  <Text fw={600}>{name}</Text>
                  <Text size="sm" c="dimmed">
                    {text}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          );
        })}
      </Stack>
    </Radio.Group>
  );
}
