import { processingMs } from "@till/contracts";
import { webhookRetryDelaysMs } from "@till/domain";
import * as z from "zod";

/** What the queue is told to do. */
export const jobSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("deliver"), messageIds: z.array(z.int()) }),
  z.strictObject({ type: z.literal("settle"), paymentId: z.string() }),
  z.strictObject({ type: z.literal("webhook"), deliveryIds: z.array(z.int()), isRetry: z.boolean() }),
]);
export type Job = z.output<typeof jobSchema>;

/** How long a job waits in the queue, in seconds: until it can be due. */
function delaySeconds(job: Job): number {
  switch (job.type) {
    case "deliver":
      return 0;
    case "settle":
      return processingMs / 1000;
    case "webhook":
      return job.isRetry ? Math.min(...webhookRetryDelaysMs) / 1000 : 0;
  }
}

/** The queue of jobs, as far as Till uses it. */
export interface JobQueue {
  send(job: Job): Promise<void>;
}

/** The queue that the Worker is bound to, or null where it has none. */
export function findJobQueue(env: unknown): JobQueue | null {
  if (typeof env !== "object" || env === null || !("JOBS" in env)) return null;
  const queue = env.JOBS as { send(message: Job, options: { delaySeconds: number }): Promise<unknown> };
  return {
    async send(job) {
      await queue.send(job, { delaySeconds: delaySeconds(job) });
    },
  };
}
