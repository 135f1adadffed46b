import { processingMs } from "@till/contracts";
import * as z from "zod";

/** What the queue is told to do. */
export const jobSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("deliver"), messageIds: z.array(z.int()) }),
  z.strictObject({ type: z.literal("settle"), paymentId: z.string() }),
]);
export type Job = z.output<typeof jobSchema>;

/** When each kind of job is done, in seconds from now: messages at once, an attempt when it has been processed. */
const delaySeconds: Record<Job["type"], number> = { deliver: 0, settle: processingMs / 1000 };

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
      await queue.send(job, { delaySeconds: delaySeconds[job.type] });
    },
  };
}
