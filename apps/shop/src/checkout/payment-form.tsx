import { Alert, Button, Card, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { PaymentSource } from "@till/contracts";
import { IconAlertTriangle, IconDeviceMobile, IconLock } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { explainFailure } from "../layout/failure.tsx";
import { CardFields } from "./card-fields.tsx";
import classes from "./payment-form.module.css";
import { type PaymentChoice, groupDigits, noChoice, validate } from "./payment-choice.ts";
import { TestCards } from "./test-cards.tsx";
import { WayChoice } from "./way-choice.tsx";

/** A date and a code that go with every test card. */
const anyCard = { expiry: "12/34", cvc: "123" };

/** How to pay and with what. It keeps what was typed when a payment is declined, and says why it was. */
export function PaymentForm(props: {
  total: string;
  summary: ReactNode;
  isPlaced: boolean;
  isBusy: boolean;
  canBuy: boolean;
  error: unknown;
  onBuy: (choice: PaymentChoice) => void;
}) {
  const { total, summary, isPlaced, isBusy, canBuy, error, onBuy } = props;
  const form = useForm({ initialValues: noChoice, validate, clearInputErrorOnChange: true });
  const { way } = form.values;
  const pick = ({ card, upi, token }: PaymentSource) => {
    form.clearErrors();
    if (upi !== null) return form.setValues({ ...noChoice, way: "upi", upi });
    if (card) return form.setValues({ ...noChoice, ...anyCard, number: groupDigits(card.number) });
    form.setValues({ ...noChoice, token });
  };
  return (
    <div className={classes.checkout}>
      <div className={classes.summary}>{summary}</div>
      <Card
        component="form"
        withBorder
        padding="lg"
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit(onBuy)}
      >
        <Stack gap="lg">
          <WayChoice value={way} onChange={(next) => form.setFieldValue("way", next)} isPlaced={isPlaced} />
          {way === "card" ? <CardFields form={form} /> : null}
          {way === "upi" ? (
            <TextInput
              label="UPI address"
              placeholder="name@bank"
              inputMode="email"
              autoComplete="off"
              leftSection={<IconDeviceMobile size={18} aria-hidden />}
              {...form.getInputProps("upi")}
            />
          ) : null}
          {error ? <WhyNot error={error} isPlaced={isPlaced} /> : null}
          <Button
            type="submit"
            size="lg"
            loading={isBusy}
            disabled={!canBuy}
            leftSection={<IconLock size={18} aria-hidden />}
          >
            {way === "cash" ? `Place order for ${total}` : `Pay ${total}`}
          </Button>
        </Stack>
      </Card>
      <div className={classes.cards}>{way === "cash" ? null : <TestCards onPick={pick} />}</div>
    </div>
  );
}

/** Why it was not paid. It is read out, and scrolled to, since the button that led here may be far from it. */
function WhyNot({ error, isPlaced }: { error: unknown; isPlaced: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  return (
    <Alert
      ref={box}
      role="alert"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={isPlaced ? "Not paid" : "Not ordered"}
    >
      {explainFailure(error)}
      {isPlaced ? (
        <Text size="sm" mt={4}>
          Your order is placed and its items are kept for you. Try again, or pay with something else.
        </Text>
      ) : null}
    </Alert>
  );
}
