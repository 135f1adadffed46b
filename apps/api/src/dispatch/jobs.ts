import { processingMs } from "@till/contracts";
import * as z from "zod";

/** What the queue is told to do later. */
export const jobSchema = z.strictObject({ type: z.literal("settle"), paymentId: z.string() });
export type Job = z.output<typeof jobSchema>;

/** The queue of jobs, as far as Till uses it. */
export interface JobQueue {
  send(job: Job): Promise<void>;
}

const jobDelaySeconds = processingMs / 1000;

/** The queue that the Worker is bound to, or null where it has none: there the sweep does all the work. */
export function findJobQueue(env: unknown): JobQueue | null {
  if (typeof env !== "object" || env === null || !("JOBS" in env)) return null;
  const queue = env.JOBS as { send(message: Job, options: { delaySeconds: number }): Promise<unknown> };
  return {
    async send(job) {
      await queue.send(job, { delaySeconds: jobDelaySeconds });
    },
  };
}
