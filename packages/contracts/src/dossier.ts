import * as z from "zod";
import { differenceSchema } from "./audit.ts";
import { clockModes } from "./clock.ts";
import { eventTypeSchema } from "./events.ts";
import { armedFaultKinds } from "./faults.ts";
import { limits } from "./limits.ts";
import { amountSchema } from "./money.ts";
import { notificationSchema } from "./notifications.ts";
import { orderSchema } from "./orders.ts";
import { paymentSchema, refundSchema } from "./payments.ts";
import { actorRoles } from "./people.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";
import { webhookAttemptSchema, webhookDeliverySchema } from "./webhooks.ts";

const actorSchema = z
  .object({ role: z.enum(actorRoles), id: z.string() })
  .describe("Who did it; Till itself is `system`.");

/** The state of work after a call: the number of attempts, the time of the next one, the last error. */
const workFields = {
  attempts: z.int().nonnegative().describe("How many times Till called the gateway again after the first call."),
  nextAttemptAt: timestampSchema.nullable(),
  lastError: z.string().nullable(),
};

/** One thing that happened, as a sentence. */
export const toldSchema = z.object({ at: timestampSchema, actor: actorSchema, text: z.string() });
export type Told = z.output<typeof toldSchema>;

/** What an armed fault did to a call. */
export const faultActSchema = z.object({
  at: timestampSchema,
  fault: z.enum(armedFaultKinds),
  procedure: z.string(),
  requestId: z.string().describe("The request that it acted on: the header `X-Request-Id`."),
  status: z.int().nullable().describe("The answer of a `status`; null for other faults."),
  delayMs: z
    .int()
    .nullable()
    .describe("How late the answer of a `delay` was, or how long a `hold` waited at most; null for other faults."),
  wentAt: timestampSchema.nullable().describe("When a held answer went out; null if none did."),
});
export type FaultAct = z.output<typeof faultActSchema>;

/** A call that set or advanced the clock of a till. */
export const clockMoveSchema = z.object({
  from: timestampSchema,
  to: timestampSchema,
  mode: z.enum(clockModes).describe("How the clock went from then on."),
});
export type ClockMove = z.output<typeof clockMoveSchema>;

/**
 * Everything that Till knows about an order, in one file. Card numbers are not kept anywhere, and the secrets and the whole
 * addresses of webhook endpoints are left out, so that the file can be handed on.
 */
export const dossierSchema = z
  .object({
    writtenAt: timestampSchema,
    order: orderSchema,
    story: z.array(toldSchema).describe("All that happened, as sentences, oldest first."),
    events: z.array(
      z.object({
        id: numericIdSchema,
        seq: z.int().positive(),
        command: z.string().describe("The command that wrote it."),
        type: eventTypeSchema,
        at: timestampSchema,
        actor: actorSchema,
        idempotencyKey: z.string().nullable().describe("The key that the caller sent with the command."),
        paymentId: z.string().nullable(),
        refundId: z.string().nullable(),
        amount: amountSchema.nullable(),
        reason: z.string().nullable(),
        data: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe("The data of the event: the priced basket of a new order, the gateway's answer to an attempt."),
      }),
    ),
    payments: z.array(
      paymentSchema.extend({
        gateway: z
          .string()
          .nullable()
          .describe(
            "The name of the gateway that took it; `cash` for cash. Null if it was made before Till kept names.",
          ),
        reference: z.string().describe("The gateway's own name for the attempt."),
        ...workFields,
      }),
    ),
    refunds: z.array(refundSchema.extend(workFields)),
    messages: z.array(notificationSchema.extend({ failedAt: timestampSchema.nullable() })),
    deliveries: z.array(
      webhookDeliverySchema.extend({
        receiver: z.string().describe("The origin of the endpoint. The rest of its address may be a secret."),
        attempts: z.array(webhookAttemptSchema).describe(`Oldest first, the last ${limits.dossierAttempts}.`),
      }),
    ),
    faults: z
      .array(faultActSchema)
      .describe("What armed faults of a sandbox did to calls about this order, as far as the till remembers."),
    clockMoves: z
      .array(clockMoveSchema)
      .describe("How the clock of a sandbox was moved since the order was placed, as far as the till remembers."),
    differences: z.array(differenceSchema).describe("What an audit of this order finds."),
  })
  .meta({ id: "Dossier", description: "Everything that Till knows about an order, in one file." });
export type Dossier = z.output<typeof dossierSchema>;
