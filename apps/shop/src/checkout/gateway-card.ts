import { lazy, useRef, useState } from "react";
import { loadWhole } from "../layout/load-part.ts";
import type { ReadCard } from "./read-card.ts";

/** Stripe's field, which is loaded when a checkout shows it. */
export const StripeCard = lazy(() =>
  loadWhole(async () => ({ default: (await import("./stripe-card.tsx")).StripeCard })),
);

/** The card in the field of a gateway, which is read when the customer pays. */
export function useGatewayCard() {
  const reader = useRef<ReadCard | null>(null);
  const isReading = useRef(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  return {
    problem,
    isBusy,
    onReader: (read: ReadCard | null) => {
      reader.current = read;
    },
    /** Hands the id of the card to `use`, unless something is wrong with it. A second click waits for the first. */
    async read(use: (token: string) => void): Promise<void> {
      if (isReading.current) return;
      isReading.current = true;
      setBusy(true);
      try {
        const card = (await reader.current?.()) ?? {
          problem: "The card field is not ready yet. Try again in a moment.",
        };
        setProblem("problem" in card ? card.problem : null);
        if ("token" in card) use(card.token);
      } catch {
        setProblem("The card could not be read. Check your connection, and try again.");
      } finally {
        isReading.current = false;
        setBusy(false);
      }
    },
  };
}
