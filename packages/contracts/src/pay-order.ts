import * as z from "zod";
import { orderIdSchema } from "./order-inputs.ts";
import { idempotencyKeySchema } from "./primitives.ts";
import { exactTextSchema } from "./text.ts";

const digitsSchema = z
  .string()
  .transform((number) => number.replaceAll(/[\s-]/g, ""))
  .pipe(z.string().regex(/^[0-9]{12,19}$/, "must be a card number of 12 to 19 digits"));

const monthRule = "must be a month from 1 to 12";
const yearRule = "must be a year of four digits, such as 2030";

const cardInput = z.strictObject({
  number: digitsSchema.describe("The number of a test card; spaces and dashes between the digits are fine."),
  expMonth: z.int(monthRule).min(1, monthRule).max(12, monthRule),
  expYear: z.int(yearRule).min(2000, yearRule).max(2100, yearRule),
  cvc: z.string().regex(/^[0-9]{3,4}$/, "must be 3 or 4 digits"),
});

/** The source of a payment: exactly one of a test token, a test card or a test UPI address. */
export const paymentSourceInput = z
  .strictObject({
    token: exactTextSchema(1, 300)
      .optional()
      .describe(
        "A test token, or a scenario such as `sim:insufficient_funds>succeeded` or `sim:succeeded!answer_lost`.",
      ),
    card: cardInput.optional(),
    upi: exactTextSchema(3, 100).optional(),
  })
  .refine(
    (source) => Object.values(source).filter((value) => value !== undefined).length === 1,
    "must be one of {token}, {card: {number, expMonth, expYear, cvc}} and {upi}",
  )
  .meta({
    id: "PaymentSource",
    description: "The source of a payment: exactly one of a test token, a test card or a test UPI address.",
    minProperties: 1,
    maxProperties: 1,
  });
export type PaymentSourceInput = z.output<typeof paymentSourceInput>;

export const payOrderInput = z.strictObject({
  id: orderIdSchema,
  source: paymentSourceInput.optional().describe("The payment source. By default a test card that succeeds."),
  replace: z
    .boolean()
    .optional()
    .describe(
      "Whether an attempt that waits for the customer (`nextAction`) is given up for this one. If it turns out to have paid the order, the answer has that payment. By default such an attempt is left alone, and the refusal is `PAYMENT_IN_PROGRESS`.",
    ),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type PayOrderInput = z.output<typeof payOrderInput>;
