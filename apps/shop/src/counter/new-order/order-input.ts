import { type OrderFor, explainIssue, orderForInput } from "@till/contracts";
import { withoutPhoneSigns } from "@till/domain/phone-signs";

/** Whom a new order is for, as it is typed and chosen. */
export interface BuyerValues {
  kind: "guest" | "known";
  name: string;
  email: string;
  phone: string;
  /** The id of a known customer; empty if none is chosen. */
  customerId: string;
}

export const nobody: BuyerValues = { kind: "guest", name: "", email: "", phone: "", customerId: "" };

type BuyerFaults = Partial<Record<keyof BuyerValues, string>>;

const typed = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });

/** Reads whom an order is for, or says what is wrong, by field, each as the end of a sentence: `must be …`. */
export function readBuyer(values: BuyerValues): { readonly buyer: OrderFor } | { readonly faults: BuyerFaults } {
  const { kind, name, email, phone, customerId } = values;
  if (kind === "known")
    return customerId === ""
      ? { faults: { customerId: "must be one of the customers" } }
      : { buyer: { id: customerId } };
  const faults: BuyerFaults = {
    ...(name.trim() === "" && { name: "must not be empty" }),
    ...(email.trim() === "" && phone.trim() === "" && { email: "must not be empty if there is no phone number" }),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const parsed = orderForInput.safeParse(
    { ...typed("name", name), ...typed("email", email), ...typed("phone", withoutPhoneSigns(phone)) },
    { error: explainIssue },
  );
  if (parsed.success) return { buyer: parsed.data };
  for (const { path, message } of parsed.error.issues) faults[path[0] as keyof BuyerValues] ??= message;
  return { faults };
}
