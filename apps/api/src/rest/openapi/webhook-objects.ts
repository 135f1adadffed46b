import { type WebhookEventType, webhookEventTypes, webhookPayloadSchema } from "@till/contracts";
import { webhookTimeoutMs } from "@till/domain";
import type { ParameterObject, PathItemObject } from "openapi3-ts/oas31";
import { examplePayloads } from "./example-payloads.ts";
import type { Components } from "./components.ts";
import { tagOf } from "./tags.ts";

const header = (name: string, description: string, example: string): ParameterObject => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
  example,
});

/** The headers of the Standard Webhooks specification (https://www.standardwebhooks.com). */
const headers = [
  header("webhook-id", "The same in each attempt: drop repeats by it.", "msg_19_3n7b1v5c9x0z4m8k2j6h"),
  header(
    "webhook-timestamp",
    "When this attempt was sent, in seconds since 1970. Refuse what is too old.",
    "1772366460",
  ),
  header(
    "webhook-signature",
    "One or more signatures, separated by spaces: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64.",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ),
];

const summaries: Readonly<Record<WebhookEventType, string>> = {
  "order.created": "An order was placed",
  "order.paid": "An order was paid",
  "order.cancelled": "An order was cancelled, or was not paid in time",
  "order.refunded": "Money was given back, whole or in part",
  "payment.failed": "An attempt to pay failed",
  "payment.action_required": "An attempt to pay waits for the customer",
  "payment.returned": "An attempt that had failed came through late, and its money goes back",
  "refund.failed": "The payment gateway does not take a refund; no money went back",
};

/** The webhooks that Till sends, by event type. */
export const webhookObjects = (components: Components): Record<string, PathItemObject> =>
  Object.fromEntries(
    webhookEventTypes.map((type) => [
      type,
      {
        post: {
          operationId: `webhook.${type}`,
          tags: [tagOf("webhooks.")],
          summary: summaries[type],
          description: `Signed as the Standard Webhooks specification says. Answer with a status of 2xx within ${webhookTimeoutMs / 1000} seconds; anything else is tried again, for days.`,
          security: [],
          parameters: headers,
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: components.output(webhookPayloadSchema), example: examplePayloads[type] },
            },
          },
          responses: {
            "2XX": { description: "Received." },
            410: { description: "Gone: nothing is sent to this endpoint any more." },
          },
        },
      },
    ]),
  );
