import { defaultTill, tillIdSchema } from "@till/contracts";
import * as z from "zod";
import type { Bindings } from "../bindings.ts";

/** The kinds of due work that the queue is told of. The rest is for the sweep. */
const kinds = ["messages", "settlements", "refunds", "webhooks"] as const;
export type KindName = (typeof kinds)[number];

const till = tillIdSchema.default(defaultTill);
const whenDue = z.iso.datetime().optional();

/**
 * What the queue is told: something of a kind is due in a till, now or at a time. It is a hint and no order: the rows say
 * what is due, so a job that comes twice, too early or never does no harm. Two kinds keep the directory of tills: `sweep`
 * is for a till that is to be swept, and is left to who gets the job `until` then; `note` is for one whose next due time
 * may have changed.
 */
export const jobSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(kinds),
    ids: z.array(z.union([z.int(), z.string()])).readonly(),
    till,
    dueAt: whenDue,
  }),
  z.strictObject({ kind: z.literal("sweep"), until: z.iso.datetime(), till, dueAt: whenDue }),
  z.strictObject({ kind: z.literal("note"), till, dueAt: whenDue }),
]);
export type Job = z.output<typeof jobSchema>;

/** A job for the till of the work that it comes from. */
export type NewJob = Job extends infer Of
  ? Of extends Job
    ? Omit<Of, "till"> & { readonly till?: string }
    : never
  : never;

/** A job that some rows of a kind are due. */
export type RowsJob = Extract<Job, { ids: unknown }>;

/** A job to sweep a till. */
export type SweepJob = Extract<Job, { until: unknown }>;

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
