import { type WebhookScript, raceInvariants } from "@till/contracts";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../../router.ts";
import { asha, coffee, delivery, endpoint, exampleRequestId, placedAt } from "./example-story.ts";

/** The procedures that script what goes wrong, and the race. */
type Scripts = "faults" | "race" | "webhooks";

const armedFault = {
  id: "flt_7d2k5m8q1w4e9r3t6y0u",
  procedure: "orders.pay",
  fault: "lost_after",
  nth: 2,
  times: 1,
  status: null,
  delayMs: null,
  armedAt: placedAt,
  calls: 2,
  fired: 1,
  held: 0,
  requestIds: [exampleRequestId],
} as const;

const webhookScript = {
  id: "whs_4m8q1w5e9r2t6y0u3i7o",
  endpointId: endpoint.id,
  eventType: "order.paid",
  act: "hold",
  nth: 1,
  times: 1,
  delayMs: null,
  createdAt: placedAt,
  deliveryIds: [delivery.id],
} satisfies WebhookScript;

/** What they answer. */
export const scriptResponses: Pick<inferRouterOutputs<AppRouter>["sandbox"], Scripts> = {
  race: {
    rounds: [
      {
        orderId: 42,
        done: 1,
        refused: { ORDER_NOT_PENDING: 1 },
        racers: [
          { racer: 0, command: "pay", as: asha.id, outcome: "done", code: null, message: null, orderId: 42 },
          {
            racer: 1,
            command: "cancel",
            as: asha.id,
            outcome: "refused",
            code: "ORDER_NOT_PENDING",
            message: "Order #42 is already paid.",
            orderId: 42,
          },
        ],
      },
    ],
    invariants: raceInvariants.map((name) => ({ name, holds: true, broken: [] })),
  },
  webhooks: {
    script: { ...webhookScript, deliveryIds: [] },
    list: { items: [webhookScript] },
    clear: { items: [] },
    release: { items: [{ id: delivery.id, at: placedAt, responseStatus: 204, error: null }] },
  },
  faults: {
    arm: { ...armedFault, calls: 0, fired: 0, requestIds: [] },
    list: { items: [{ ...armedFault, requestIds: [...armedFault.requestIds] }] },
    clear: { items: [] },
  },
};

/** What they are sent. */
export const scriptRequests: Pick<inferRouterInputs<AppRouter>["sandbox"], Scripts> = {
  race: {
    order: { as: asha.id, items: [{ productId: coffee.id, quantity: 1 }], paymentMethod: "ONLINE" },
    commands: [
      { command: "pay", as: asha.id },
      { command: "cancel", as: asha.id },
    ],
  },
  webhooks: {
    script: { endpointId: endpoint.id, eventType: "order.paid", act: "hold" },
    list: undefined,
    clear: {},
    release: { ids: [delivery.id] },
  },
  faults: { arm: { procedure: "orders.pay", fault: "lost_after", nth: 2 }, list: undefined, clear: {} },
};
