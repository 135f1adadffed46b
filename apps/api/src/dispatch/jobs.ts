import { processingMs } from "@till/contracts";
import { webhookRetryDelaysMs } from "@till/domain";
import * as z from "zod";

/** What the queue is told to do later. */
export const jobSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("settle"), paymentId: z.string() }),
  z.strictObject({ type: z.literal("webhook"), deliveryId: z.int() }),
]);
export type Job = z.output<typeof jobSchema>;

/** The queue of jobs, as far as Till uses it. */
export interface JobQueue {
  send(job: Job): Promise<void>;
}

/** How long each job waits in the queue, in seconds: until it can be due. */
const delaySeconds: Record<Job["type"], number> = {
  settle: processingMs / 1000,
  webhook: Math.min(...webhookRetryDelaysMs) / 1000,
};

/** The queue that the Worker is bound to, or null where it has none: there the sweep does all the work. */
export function findJobQueue(env: unknown): JobQueue | null {
  if (typeof env !== "object" || env === null || !("JOBS" in env)) return null;
  const queue = env.JOBS as { send(message: Job, options: { delaySeconds: number }): Promise<unknown> };
  return {
    async send(job) {
      await queue.send(job, { delaySeconds: delaySeconds[job.type] });
    },
  };
}
