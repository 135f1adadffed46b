import { type Intent, newPaymentMethod } from "./objects.ts";
import { testCards } from "./test-cards.ts";

/** An object shows the id of what it refers to, unless the request wants the whole. */
export const shown = (intent: Intent, { expand = [] }: { expand?: readonly string[] } = {}): object => ({
  ...intent,
  latest_charge: expand.includes("latest_charge") ? intent.latest_charge : (intent.latest_charge?.id ?? null),
  payment_method: expand.includes("payment_method") ? cardOf(intent) : intent.payment_method,
});

function cardOf({ payment_method: id }: Intent): object | null {
  const card = id === null ? undefined : testCards[id];
  return id !== null && card ? newPaymentMethod(id, card) : null;
}
