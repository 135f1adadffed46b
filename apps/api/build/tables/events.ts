import { eventTypes, webhookEventTypes } from "@till/contracts";
import { webhookRetryDelaysMs } from "@till/domain";
import { code, page, table } from "./markdown.ts";

const isWebhook = (type: string) => (webhookEventTypes as readonly string[]).includes(type);

/** The page of what can happen to an order. */
export const eventsPage = (): string =>
  page("Events", {
    from: code("packages/contracts/src/event-types.ts"),
    parts: [
      `You find every event of an order, and which of them are sent as webhooks. ${code("orders.timeline")} lists the events of an order, and each figure of an order can be recalculated from them (${code("audit.run")}).`,
      table(
        ["event", "sent as a webhook"],
        eventTypes.map((type) => [code(type), isWebhook(type) ? "yes" : "no"]),
      ),
      `Till tries a webhook ${webhookRetryDelaysMs.length + 1} times. [Webhooks](../webhooks.md) says when, what each event means, and how to verify one.`,
    ],
  });
