import { Alert, Button, Card, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { isRefusal } from "@till/client";
import { IconAlertTriangle, IconLock } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { announce } from "../layout/announcer.tsx";
import { explainFailure } from "../layout/failure.tsx";
import { focusFirstError } from "../layout/first-error.ts";
import { AnchorLink } from "../layout/link.tsx";
import { quoteGateway } from "../orders/why-failed.ts";
import { pageSettings } from "../page-settings.ts";
import { DeliveryFields } from "./delivery-fields.tsx";
import { type ShippingAddress, addressOf, noDelivery, validateDelivery } from "./delivery.ts";
import { useGatewayCard } from "./gateway-card.ts";
import classes from "./payment-form.module.css";
import { type PaymentChoice, groupDigits, noChoice, validate } from "./payment-choice.ts";
import { SourceFields } from "./source-fields.tsx";
import { type PickedSource, TestCards } from "./test-cards.tsx";
import { WayChoice } from "./way-choice.tsx";
import { waysToPay } from "./ways-to-pay.ts";

/** A date and a code that work with every test card. */
const anyCard = { expiry: "12/34", cvc: "123" };

const { cardField } = pageSettings;

/** The rules of the simulator's fields. A gateway's own field checks itself. */
const rules = cardField === null ? validate : {};

/** The payment form. It keeps its input when a payment is declined, and shows why. */
export function PaymentForm(props: {
  total: string;
  summary: ReactNode;
  isPlaced: boolean;
  isBusy: boolean;
  canBuy: boolean;
  error: unknown;
  onBuy: (choice: PaymentChoice, shippingAddress: ShippingAddress | null) => void;
}) {
  const { total, summary, isPlaced, isBusy, canBuy, error, onBuy } = props;
  const form = useForm({
    initialValues: { ...noChoice, way: waysToPay[0] },
    validate: rules,
    clearInputErrorOnChange: true,
  });
  const delivery = useForm({ initialValues: noDelivery, validate: validateDelivery, clearInputErrorOnChange: true });
  const card = useGatewayCard();
  const { way } = form.values;
  const pays = way === "cash" ? `Place order for ${total}` : `Pay ${total}`;
  const filled = useRef<HTMLDivElement>(null);
  const pick = (source: PickedSource) => {
    form.clearErrors();
    form.setValues(choiceOf(source));
    announce(`The form is filled in. ${pays}`);
    showFilled(filled.current);
  };
  const buy = form.onSubmit(
    (choice) => {
      const address = addressOf(delivery.values);
      if (cardField === null || choice.way !== "card") return onBuy(choice, address);
      void card.read((token) => onBuy({ ...choice, token }, address));
    },
    (errors) => focusFirstError(form, errors),
  );
  // The address is above the payment, so its mistakes come first.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const { hasErrors, errors } = delivery.validate();
    if (!hasErrors || isPlaced) return buy(event);
    event.preventDefault();
    form.validate();
    focusFirstError(delivery, errors);
  };
  return (
    <div className={classes.checkout}>
      <div className={classes.summary}>{summary}</div>
      <Card component="form" withBorder padding="lg" className={classes.form} noValidate onSubmit={submit}>
        <Stack gap="lg">
          {isPlaced ? null : <DeliveryFields form={delivery} />}
          <WayChoice value={way} onChange={(next) => form.setFieldValue("way", next)} isPlaced={isPlaced} />
          {way === "cash" ? null : (
            <div ref={filled} className={classes.source}>
              <SourceFields form={form} card={card} />
            </div>
          )}
          {error ? <WhyNot error={error} isPlaced={isPlaced} /> : null}
          <Button
            type="submit"
            size="lg"
            loading={isBusy || card.isBusy}
            disabled={!canBuy}
            leftSection={<IconLock size={18} aria-hidden />}
          >
            {pays}
          </Button>
        </Stack>
      </Card>
      <div className={classes.cards}>{way === "cash" || cardField !== null ? null : <TestCards onPick={pick} />}</div>
    </div>
  );
}

const choiceOf = ({ card, upi, token }: PickedSource): PaymentChoice => {
  if (upi !== null) return { ...noChoice, way: "upi", upi };
  if (card) return { ...noChoice, ...anyCard, number: groupDigits(card.number) };
  return { ...noChoice, token };
};

/** On a phone the form is far above the test cards: scrolls to it, and lets the filled part glow briefly. */
function showFilled(source: HTMLElement | null): void {
  source?.scrollIntoView({ block: "center", behavior: isMotionReduced() ? "instant" : "smooth" });
  source?.animate({ outlineColor: ["var(--mantine-primary-color-filled)", "transparent"] }, { duration: 1_200 });
}

const isMotionReduced = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Why the payment failed. It is announced and scrolled into view, because the button may be far away. */
function WhyNot({ error, isPlaced }: { error: unknown; isPlaced: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const isOrderedBefore = isRefusal(error, "IDEMPOTENCY_KEY_REUSED");
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
      {isOrderedBefore ? (
        <>
          You have already ordered this basket, in another tab or before the page was reloaded.{" "}
          <AnchorLink to="/orders">Look at your orders</AnchorLink> before you order again.
        </>
      ) : (
        explainFailure(error)
      )}
      {isRefusal(error, "PAYMENT_DECLINED") && error.data.refusal.details.gatewaySentence !== null
        ? ` ${quoteGateway(error.data.refusal.details.gatewaySentence)}`
        : null}
      {isRefusal(error, "RESERVATION_LIMIT_REACHED") ? (
        <>
          {" "}
          <AnchorLink to="/orders">Look at your orders</AnchorLink>
        </>
      ) : null}
      {isPlaced && !isRefusal(error, "TOO_MANY_ATTEMPTS") ? (
        <Text size="sm" mt={4}>
          Your order is placed and its items are reserved for you. Try again, or use another payment method.
        </Text>
      ) : null}
    </Alert>
  );
}
