import {
  createWebhookEndpointInput,
  createdWebhookEndpointSchema,
  deleteWebhookEndpointInput,
  deletedWebhookEndpointSchema,
  getWebhookEndpointInput,
  listWebhookDeliveriesInput,
  replayWebhookDeliveriesInput,
  replayedWebhookDeliveriesSchema,
  updateWebhookEndpointInput,
  updatedWebhookEndpointSchema,
  webhookDeliveryPageSchema,
  webhookEndpointSchema,
  webhookEndpointsSchema,
} from "@till/contracts";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  replayWebhookDeliveries,
  updateWebhookEndpoint,
} from "@till/db";
import { judgeTarget, refuse } from "@till/domain";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";
import { newWebhookSecret } from "../webhooks/new-secret.ts";
import type { Work } from "../work/work.ts";

/** @throws RefusalError if webhooks may not be sent to this address. */
function assertTarget({ webhookTargets }: Work, url: string): void {
  const problem = judgeTarget(new URL(url), webhookTargets);
  if (problem !== null) throw new RefusalError(refuse.webhookUrlForbidden(url, problem));
}

const endpointsRouter = router({
  create: procedure({
    policy: "staff",
    route: "POST /v1/webhook-endpoints",
    summary: "Add a webhook endpoint",
    description: "Answers with the secret that its webhooks are signed with. It is shown once.",
    refusals: ["WEBHOOK_URL_FORBIDDEN", "WEBHOOK_ENDPOINT_LIMIT_REACHED"],
    created: "/v1/webhook-endpoints/{id}",
  })
    .input(createWebhookEndpointInput)
    .output(createdWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => {
      assertTarget(ctx, input.url);
      const { baseUrl, now } = ctx;
      const made = { id: `whe_${ctx.newCommandId()}`, secret: newWebhookSecret(), baseUrl, now };
      return valueOf(await createWebhookEndpoint(ctx.db, input, made));
    }),

  list: procedure({
    policy: "staff",
    route: "GET /v1/webhook-endpoints",
    summary: "List the webhook endpoints",
    description: "All of them, the oldest first.",
  })
    .output(webhookEndpointsSchema)
    .query(async ({ ctx }) => ({ items: await listWebhookEndpoints(ctx.db) })),

  get: procedure({
    policy: "staff",
    route: "GET /v1/webhook-endpoints/{id}",
    summary: "Get a webhook endpoint",
    refusals: ["WEBHOOK_ENDPOINT_NOT_FOUND"],
  })
    .input(getWebhookEndpointInput)
    .output(webhookEndpointSchema)
    .query(async ({ ctx, input }) => valueOf(await getWebhookEndpoint(ctx.db, input.id))),

  update: procedure({
    policy: "staff",
    route: "PATCH /v1/webhook-endpoints/{id}",
    summary: "Change a webhook endpoint",
    description: "What you leave out stays as it is.",
    refusals: ["WEBHOOK_URL_FORBIDDEN", "WEBHOOK_ENDPOINT_NOT_FOUND"],
  })
    .input(updateWebhookEndpointInput)
    .output(updatedWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => {
      if (input.url !== undefined) assertTarget(ctx, input.url);
      return valueOf(await updateWebhookEndpoint(ctx.db, input, { secret: newWebhookSecret(), now: ctx.now }));
    }),

  delete: procedure({
    policy: "staff",
    route: "DELETE /v1/webhook-endpoints/{id}",
    summary: "Delete a webhook endpoint",
    description: "Nothing is sent to it any more, and its secrets are wiped.",
    refusals: ["WEBHOOK_ENDPOINT_NOT_FOUND"],
  })
    .input(deleteWebhookEndpointInput)
    .output(deletedWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => valueOf(await deleteWebhookEndpoint(ctx.db, input.id, ctx.now))),
});

const deliveriesRouter = router({
  list: procedure({
    policy: "staff",
    route: "GET /v1/deliveries",
    summary: "List webhook deliveries",
    description: "Newest first, each with its attempts.",
  })
    .input(listWebhookDeliveriesInput)
    .output(webhookDeliveryPageSchema)
    .query(({ ctx, input }) => listWebhookDeliveries(ctx.db, input)),

  /** The sweep sends what one run does not. */
  replay: procedure({
    policy: "staff",
    route: "POST /v1/deliveries/replay",
    summary: "Send webhooks again",
    description: "One delivery, or all of an endpoint since a time, those that succeeded included.",
    refusals: ["DELIVERY_NOT_FOUND", "WEBHOOK_ENDPOINT_NOT_FOUND", "WEBHOOK_ENDPOINT_DISABLED"],
  })
    .input(replayWebhookDeliveriesInput)
    .output(replayedWebhookDeliveriesSchema)
    .mutation(async ({ ctx, input }) => {
      const { replayed, due } = valueOf(await replayWebhookDeliveries(ctx.db, input, ctx.now));
      if (due.length > 0) ctx.enqueue({ kind: "webhooks", ids: due.slice(0, replayedAtOnce) });
      return replayed;
    }),
});

/** How many replayed deliveries a job names. They are of one endpoint, and its sender takes everything that is due. */
const replayedAtOnce = 20;

export const webhooksRouter = router({ endpoints: endpointsRouter, deliveries: deliveriesRouter });
