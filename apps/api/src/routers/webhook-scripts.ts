import {
  clearWebhookScriptsInput,
  defaultTill,
  releaseWebhooksInput,
  releasedWebhooksSchema,
  scriptWebhooksInput,
  webhookScriptSchema,
  webhookScriptsSchema,
} from "@till/contracts";
import { clearWebhookScripts, listWebhookScripts, scriptWebhooks } from "@till/db";
import { refuse } from "@till/domain";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";
import { releaseInOrder } from "../webhooks/release.ts";
import type { Work } from "../work/work.ts";

function refuseDefaultTill({ till }: Work): void {
  if (till === defaultTill) throw new RefusalError(refuse.faultsOfDefaultTill());
}

export const webhookScriptsRouter = router({
  script: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/webhook-scripts",
    summary: "Script webhooks",
    description:
      "What happens on purpose to the nth delivery of an endpoint from now on: it is held until you release it, dropped, sent twice, or sent with an old timestamp, a wrong signature, late, or with a huge body. It acts on the first attempt; if that fails, the next one comes as always. Deliveries are counted in the order of their events. If several scripts are for one delivery, the oldest acts. The attempts of the delivery say what was done.",
    refusals: ["FORBIDDEN", "WEBHOOK_ENDPOINT_NOT_FOUND"],
  })
    .input(scriptWebhooksInput)
    .output(webhookScriptSchema)
    .mutation(async ({ ctx, input }) => {
      refuseDefaultTill(ctx);
      return valueOf(await scriptWebhooks(ctx.db, input, { id: `whs_${ctx.newCommandId()}`, now: ctx.now }));
    }),

  list: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/webhook-scripts",
    summary: "List the scripts of webhooks",
    description: "Each with the deliveries that it is for.",
  })
    .output(webhookScriptsSchema)
    .query(async ({ ctx }) => ({ items: await listWebhookScripts(ctx.db) })),

  clear: procedure({
    policy: "sandbox",
    route: "DELETE /v1/sandbox/webhook-scripts",
    summary: "Clear scripts of webhooks",
    description: "One of them, or all. Answers with those that are left. What is held stays held.",
  })
    .input(clearWebhookScriptsInput)
    .output(webhookScriptsSchema)
    .mutation(async ({ ctx, input }) => ({ items: await clearWebhookScripts(ctx.db, input.id) })),

  release: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/webhook-releases",
    summary: "Release webhooks and answers",
    description:
      "Sends held webhooks, and lets the answers go that faults hold, one after the other in the order in which you name them. Answers when all have gone out. A webhook that was not held yet is sent all the same; a fault that holds no answer yet is waited for, for some seconds.",
    refusals: ["FORBIDDEN", "DELIVERY_NOT_FOUND", "WEBHOOK_ENDPOINT_DISABLED"],
  })
    .input(releaseWebhooksInput)
    .output(releasedWebhooksSchema)
    .mutation(({ ctx, input }) => {
      refuseDefaultTill(ctx);
      return releaseInOrder(ctx, input.ids);
    }),
});
