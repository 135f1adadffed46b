import { useLocation, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** What Stripe adds to the URL on the way back from the bank (https://docs.stripe.com/payments/3d-secure/authentication-flow). */
const addedByStripe = new Set(["payment_intent", "payment_intent_client_secret", "redirect_status", "source_type"]);

/** Takes what Stripe has added out of the URL, which people copy and send: one part of it is a secret. */
export function useCleanUrl(): void {
  const router = useRouter();
  const search: Record<string, unknown> = useLocation({ select: (location) => location.search });
  const isFromStripe = "payment_intent" in search;
  useEffect(() => {
    if (!isFromStripe) return;
    const own = Object.entries(search).filter(([name]) => !addedByStripe.has(name));
    void router.navigate({ to: ".", search: Object.fromEntries(own), replace: true });
  }, [isFromStripe, router, search]);
}
