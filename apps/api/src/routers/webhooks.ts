import {
  createWebhookEndpointInput,
  createdWebhookEndpointSchema,
  deleteWebhookEndpointInput,
  deletedWebhookEndpointSchema,
  listWebhookDeliveriesInput,
  replayWebhookDeliveriesInput,
  replayedWebhookDeliveriesSchema,
  updateWebhookEndpointInput,
  updatedWebhookEndpointSchema,
  webhookDeliveryPageSchema,
  webhookEndpointsSchema,
} from "@till/contracts";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  replayWebhookDeliveries,
  updateWebhookEndpoint,
} from "@till/db";
import { judgeTarget, refuse } from "@till/domain";
import type { WorkContext } from "../context.ts";
import { deliverWebhooks } from "../dispatch/deliver-webhooks.ts";
import { RefusalError, valueOf } from "../refusal-error.ts";
import { procedure, router } from "../trpc.ts";
import { newWebhookSecret } from "../webhooks/new-secret.ts";

/** @throws RefusalError if webhooks may not be sent to this address. */
function assertTarget({ webhookTargets }: WorkContext, url: string): void {
  const problem = judgeTarget(new URL(url), webhookTargets);
  if (problem !== null) throw new RefusalError(refuse.webhookUrlForbidden(url, problem));
}

const endpointsRouter = router({
  create: procedure({ policy: "staff" })
    .input(createWebhookEndpointInput)
    .output(createdWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => {
      assertTarget(ctx, input.url);
      const { origin, now } = ctx;
      const made = { id: `whe_${ctx.newCommandId()}`, secret: newWebhookSecret(), origin, now };
      return valueOf(await createWebhookEndpoint(ctx.db, input, made));
    }),

  list: procedure({ policy: "staff" })
    .output(webhookEndpointsSchema)
    .query(async ({ ctx }) => ({ items: await listWebhookEndpoints(ctx.db) })),

  update: procedure({ policy: "staff" })
    .input(updateWebhookEndpointInput)
    .output(updatedWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => {
      if (input.url !== undefined) assertTarget(ctx, input.url);
      return valueOf(await updateWebhookEndpoint(ctx.db, input, { secret: newWebhookSecret(), now: ctx.now }));
    }),

  delete: procedure({ policy: "staff" })
    .input(deleteWebhookEndpointInput)
    .output(deletedWebhookEndpointSchema)
    .mutation(async ({ ctx, input }) => valueOf(await deleteWebhookEndpoint(ctx.db, input.id, ctx.now))),
});

const deliveriesRouter = router({
  list: procedure({ policy: "staff" })
    .input(listWebhookDeliveriesInput)
    .output(webhookDeliveryPageSchema)
    .query(({ ctx, input }) => listWebhookDeliveries(ctx.db, input)),

  /** What is due because of it and more than one run sends, the sweep does. */
  replay: procedure({ policy: "staff" })
    .input(replayWebhookDeliveriesInput)
    .output(replayedWebhookDeliveriesSchema)
    .mutation(async ({ ctx, input }) => {
      const { replayed, due } = valueOf(await replayWebhookDeliveries(ctx.db, input, ctx.now));
      if (due.length > 0) ctx.afterResponse((work) => deliverWebhooks(work, due.slice(0, replayedAtOnce)));
      return replayed;
    }),
});

/** How many replayed deliveries are sent right after the response, in the seconds that a Worker is given there. */
const replayedAtOnce = 20;

export const webhooksRouter = router({ endpoints: endpointsRouter, deliveries: deliveriesRouter });
