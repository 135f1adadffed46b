import { Button, Input, Text, useComputedColorScheme, useMantineTheme } from "@mantine/core";
import type { Stripe, StripeCardElement } from "@stripe/stripe-js";
// Loads Stripe.js when it is called, from Stripe itself: a copy would see card numbers in the shop's own code.
import { loadStripe } from "@stripe/stripe-js/pure";
import { useEffect, useRef, useState } from "react";
import type { ReadCard } from "./read-card.ts";
import classes from "./stripe-card.module.css";

type Progress = "loading" | "shown" | "failed";

/**
 * The card field of Stripe: a frame of Stripe's own, whose contents this page can't read. It makes an id of the card, with
 * which Till charges it.
 */
export function StripeCard({
  publishableKey,
  onReader,
}: {
  publishableKey: string;
  onReader: (read: ReadCard | null) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [progress, setProgress] = useState<Progress>("loading");
  const [tries, setTries] = useState(1);
  const [problem, setProblem] = useState<string>();
  const style = useFieldStyle();

  useEffect(() => {
    let card: StripeCardElement | undefined;
    let isOver = false;
    const show = (stripe: Stripe | null) => {
      if (isOver || stripe === null || place.current === null) return;
      card = stripe.elements().create("card", { style, disableLink: true });
      card.on("ready", () => setProgress("shown"));
      card.on("change", ({ error }) => setProblem(error?.message));
      card.mount(place.current);
      onReader(readerOf(stripe, card));
    };
    loadStripe(publishableKey).then(show, () => isOver || setProgress("failed"));
    return () => {
      isOver = true;
      onReader(null);
      card?.destroy();
    };
    // The colours are those of the page when the field appears.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [publishableKey, tries]);

  if (progress === "failed")
    return (
      <Text role="alert">
        The card field could not be loaded.{" "}
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            setProgress("loading");
            setTries(tries + 1);
          }}
        >
          Try again
        </Button>
      </Text>
    );
  return (
    <Input.Wrapper label="Card" error={problem} labelElement="div">
      <div
        className={classes.field}
        aria-busy={progress === "loading"}
        data-invalid={problem !== undefined || undefined}
      >
        <div ref={place} />
      </div>
    </Input.Wrapper>
  );
}

/** Reads the card in the field: its id, or what is wrong with it, in Stripe's words for the customer. */
const readerOf =
  (stripe: Stripe, card: StripeCardElement): ReadCard =>
  async () => {
    const { paymentMethod, error } = await stripe.createPaymentMethod({ type: "card", card });
    return error ? { problem: error.message ?? "The card could not be read. Try again." } : { token: paymentMethod.id };
  };

/** The look of the page's own fields, for the frame, which does not have the page's styles. */
function useFieldStyle() {
  const { colors, fontFamily } = useMantineTheme();
  const isDark = useComputedColorScheme() === "dark";
  return {
    base: {
      color: isDark ? colors.dark[0] : colors.dark[7],
      fontFamily,
      fontSize: "16px",
      "::placeholder": { color: isDark ? colors.dark[2] : colors.gray[7] },
    },
    invalid: { color: isDark ? colors.red[4] : colors.red[8] },
  };
}
