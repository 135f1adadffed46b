import type { WorkContext } from "../context.ts";
import { deliverMessages } from "./deliver-messages.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
import type { Job } from "./jobs.ts";
import { settlePayments } from "./settle-payments.ts";

/** Does what a job says. One that comes twice, or too early, finds nothing that is due. */
export async function doJob(ctx: WorkContext, job: Job): Promise<void> {
  switch (job.type) {
    case "deliver":
      await deliverMessages(ctx, job.messageIds);
      return;
    case "settle":
      await settlePayments(ctx, job.paymentId);
      return;
    case "webhook":
      await deliverWebhooks(ctx, job.deliveryIds);
  }
}
