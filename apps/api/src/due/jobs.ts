import * as z from "zod";
import type { Bindings } from "../bindings.ts";

/** The kinds of due work that the queue is told of. The rest is for the sweep. */
const kinds = ["messages", "settlements", "refunds", "webhooks"] as const;
export type KindName = (typeof kinds)[number];

/**
 * What the queue is told: something of a kind is due, now or at a time. It is a hint and no order: the rows say what is
 * due, so a job that comes twice, too early or never does no harm.
 */
export const jobSchema = z.strictObject({
  kind: z.enum(kinds),
  ids: z.array(z.union([z.int(), z.string()])).readonly(),
  dueAt: z.iso.datetime().optional(),
});
export type Job = z.output<typeof jobSchema>;

/** The queue of jobs, as far as Till uses it. */
export interface JobQueue {
  send(job: Job, now: Date): Promise<void>;
}

/** The queue that the Worker is bound to, or null where it has none. */
export function findJobQueue(env: Bindings | undefined): JobQueue | null {
  const queue = env?.JOBS;
  if (queue === undefined) return null;
  return {
    async send(job, now) {
      await queue.send(job, { delaySeconds: delaySeconds(job, now) });
    },
  };
}

/** How long a job waits in the queue: until it is due. */
const delaySeconds = ({ dueAt }: Job, now: Date) =>
  dueAt === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(dueAt) - now.getTime()) / 1000));
