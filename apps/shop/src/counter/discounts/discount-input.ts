import {
  type CreateDiscountInput,
  type Currency,
  type DiscountKind,
  createDiscountInput,
  explainIssue,
} from "@till/contracts";
import { readAmount } from "../../amount.ts";

/** A new code as it is typed: all of it text. */
export interface DiscountFormValues {
  code: string;
  kind: DiscountKind;
  value: string;
  currency: Currency;
  minSubtotalAmount: string;
  maxDiscountAmount: string;
  /** In the time zone of the browser, such as `2026-03-01T12:00`. */
  startsAt: string;
  endsAt: string;
  maxUses: string;
  maxUsesPerCustomer: string;
}

export type DiscountFaults = Partial<Record<keyof DiscountFormValues, string>>;

export const emptyDiscount: DiscountFormValues = {
  code: "",
  kind: "PERCENT",
  value: "",
  currency: "INR",
  minSubtotalAmount: "",
  maxDiscountAmount: "",
  startsAt: "",
  endsAt: "",
  maxUses: "",
  maxUsesPerCustomer: "",
};

/** What a field that was left empty stands for is not said, and what can't be read is NaN, which the schema refuses. */
const unless = (name: string, text: string, read: (text: string) => unknown) =>
  text.trim() === "" ? {} : { [name]: read(text.trim()) };

const wholeNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

const time = (text: string) => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString());

const amountRule = "must be an amount above zero such as 1,250 or 99.50, with a point before the decimals";

/** Reads a new code, or says what is wrong, by field, each as the end of a sentence: `must be …`. */
export function readDiscount(
  values: DiscountFormValues,
): { readonly discount: CreateDiscountInput } | { readonly faults: DiscountFaults } {
  const { kind, currency, maxDiscountAmount } = values;
  const amount = (text: string) => readAmount(text, currency) ?? Number.NaN;
  const parsed = createDiscountInput.safeParse(
    {
      code: values.code,
      kind,
      currency,
      value: kind === "PERCENT" ? wholeNumber(values.value.trim()) : amount(values.value.trim()),
      ...unless("minSubtotalAmount", values.minSubtotalAmount, amount),
      ...(kind === "PERCENT" && unless("maxDiscountAmount", maxDiscountAmount, amount)),
      ...unless("startsAt", values.startsAt, time),
      ...unless("endsAt", values.endsAt, time),
      ...unless("maxUses", values.maxUses, wholeNumber),
      ...unless("maxUsesPerCustomer", values.maxUsesPerCustomer, wholeNumber),
    },
    { error: explainIssue },
  );
  if (parsed.success) return { discount: parsed.data };
  const faults: DiscountFaults = {};
  for (const { path, message } of parsed.error.issues) faults[path[0] as keyof DiscountFormValues] ??= message;
  return { faults: { ...faults, ...inMajorUnits(faults, kind) } };
}

/** Amounts are typed in rupees, so a rule in paise would be no help. */
function inMajorUnits(faults: DiscountFaults, kind: DiscountKind): DiscountFaults {
  const value = kind === "PERCENT" ? "must be a whole percentage from 1 to 100" : amountRule;
  return {
    ...(faults.value !== undefined && { value }),
    ...(faults.minSubtotalAmount !== undefined && { minSubtotalAmount: amountRule }),
    ...(faults.maxDiscountAmount !== undefined && { maxDiscountAmount: amountRule }),
    ...(faults.endsAt === "must be later than startsAt" && { endsAt: "must be later than the start" }),
  };
}
