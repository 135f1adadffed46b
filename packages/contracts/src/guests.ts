import * as z from "zod";
import { limits } from "./limits.ts";
import { orderIdSchema } from "./order-inputs.ts";
import { orderSchema } from "./orders.ts";
import { numericIdSchema, timestampSchema, userIdSchema } from "./primitives.ts";
import { emailInput, phoneInput } from "./recorded-input.ts";
import { plainTextSchema } from "./text.ts";

const orderForRule =
  "must be either { id } of a known customer, or { name } of a guest with an email or a phone, or both";

/** Whom staff or their program place an order for: a known customer by their id, or a guest by name and contact. */
export const orderForInput = z
  .strictObject({
    id: userIdSchema.exactOptional().describe("A customer who has ordered before. The order is theirs."),
    name: plainTextSchema(limits.contactLength).min(1).exactOptional().describe("The name of a guest."),
    email: emailInput.exactOptional().describe("Where the guest gets emails about the order."),
    phone: phoneInput.exactOptional().describe("Where the guest gets text messages about the order."),
  })
  .refine(
    ({ id, name, email, phone }) =>
      id === undefined
        ? name !== undefined && (email !== undefined || phone !== undefined)
        : name === undefined && email === undefined && phone === undefined,
    orderForRule,
  )
  .meta({
    id: "OrderForInput",
    description: "Whom staff or their program place an order for: `id` of a known customer, or a guest.",
  });
export type OrderFor = z.output<typeof orderForInput>;

const guestLinkField = z
  .string()
  .describe(
    "The page of the shop where the guest sees and pays this order. What follows `#` is the guest's bearer token, and lets nobody do anything else. Till stores its hash, so it is shown once.",
  );

/** A new order. That of a guest comes with the link for the guest. */
export const createdOrderSchema = orderSchema
  .extend({ guestLink: guestLinkField.exactOptional() })
  .meta({ id: "CreatedOrder", description: "A new order. That of a guest comes with the link for the guest." });
export type CreatedOrder = z.output<typeof createdOrderSchema>;

export const createGuestLinkInput = z.strictObject({
  id: orderIdSchema,
  revokeOthers: z.boolean().default(false).describe("Whether the links that the guest had before stop working."),
});
export type CreateGuestLinkInput = z.output<typeof createGuestLinkInput>;

/** A link with which a guest sees and pays their order. */
export const guestLinkSchema = z
  .object({ orderId: numericIdSchema, guestLink: guestLinkField, expiresAt: timestampSchema })
  .meta({ id: "GuestLink", description: "A link with which a guest sees and pays their order." });
export type GuestLink = z.output<typeof guestLinkSchema>;
