import * as z from "zod";
import { limits } from "./limits.ts";
import { timestampSchema } from "./primitives.ts";
import { visibleAsciiSchema } from "./text.ts";
import { webhookEventTypeSchema } from "./webhooks.ts";

/** What a script does to the first attempt of a delivery. */
export const webhookActs = ["hold", "drop", "duplicate", "old_timestamp", "wrong_signature", "slow", "huge"] as const;
export type WebhookAct = (typeof webhookActs)[number];

const actSchema = z
  .enum(webhookActs)
  .describe(
    "`hold`: it waits until you release it. `drop`: it is never sent. `duplicate`: it is sent a second time. `old_timestamp`: it says that it was sent an hour ago, with a valid signature. `wrong_signature`: it is signed with another secret. `slow`: it is sent `delayMs` later. `huge`: its body is followed by a megabyte of spaces.",
  );

const countRule = `must be a whole number from 1 to ${limits.faultCalls}`;
const countSchema = z.int(countRule).min(1, countRule).max(limits.faultCalls, countRule);
const endpointId = visibleAsciiSchema(limits.textIdLength).describe("The id of an endpoint, `whe_…`.");
const nth = countSchema.describe("The first delivery that it acts on, counted from now on.");
const times = countSchema.describe("On how many deliveries in a row it acts.");

export const scriptWebhooksInput = z
  .strictObject({
    endpointId,
    eventType: webhookEventTypeSchema.optional().describe("Only deliveries of this event count. By default all."),
    act: actSchema,
    nth: nth.default(1),
    times: times.default(1),
    delayMs: z
      .int()
      .min(1)
      .max(limits.webhookDelayMs)
      .optional()
      .describe("How much later a `slow` one is sent, in milliseconds. By default 1,000."),
  })
  .refine(({ act, delayMs }) => delayMs === undefined || act === "slow", {
    path: ["delayMs"],
    error: "must be left out: it is for the act `slow`",
  });
export type ScriptWebhooksInput = z.output<typeof scriptWebhooksInput>;

/** What happens on purpose to deliveries of an endpoint. */
export const webhookScriptSchema = z
  .object({
    id: z.string(),
    endpointId,
    eventType: webhookEventTypeSchema.nullable(),
    act: actSchema,
    nth,
    times,
    delayMs: z.int().nullable(),
    createdAt: timestampSchema,
    deliveryIds: z.array(z.string()).describe("The deliveries that it is for, as far as there are any yet."),
  })
  .meta({ id: "WebhookScript", description: "What happens on purpose to deliveries of an endpoint." });
export type WebhookScript = z.output<typeof webhookScriptSchema>;

export const webhookScriptsSchema = z.object({ items: z.array(webhookScriptSchema).describe("The oldest first.") });

export const clearWebhookScriptsInput = z.strictObject({
  id: visibleAsciiSchema(limits.textIdLength).optional().describe("Only this script. By default all of them."),
});

export const releaseWebhooksInput = z.strictObject({
  ids: z
    .array(visibleAsciiSchema(limits.textIdLength))
    .min(1)
    .max(limits.webhookRelease)
    .refine((ids) => new Set(ids).size === ids.length, "must name each delivery and each fault once")
    .describe(
      "Deliveries, `msg_…`, and faults that hold an answer, `flt_…`, in the order in which their webhooks and answers go out.",
    ),
});
export type ReleaseWebhooksInput = z.output<typeof releaseWebhooksInput>;

export const releasedWebhooksSchema = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        at: timestampSchema,
        responseStatus: z.int().nullable(),
        error: z.string().nullable(),
      }),
    )
    .describe(
      "What each receiver answered, in the order of sending. A caller does not answer, so for a held answer both are null.",
    ),
});
export type ReleasedWebhooks = z.output<typeof releasedWebhooksSchema>;
