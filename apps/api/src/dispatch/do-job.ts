import type { WorkContext } from "../context.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
import type { Job } from "./jobs.ts";
import { settlePayments } from "./settle-payments.ts";

/** Does what the queue was told to do later. @throws if it has to be tried again. */
export async function doJob(ctx: WorkContext, job: Job): Promise<unknown> {
  switch (job.type) {
    case "settle":
      return settlePayments(ctx, job.paymentId);
    case "webhook":
      return deliverWebhooks(ctx, [job.deliveryId]);
  }
}
