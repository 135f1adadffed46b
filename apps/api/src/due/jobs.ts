import { defaultTill, tillIdSchema } from "@till/contracts";
import * as z from "zod";
import type { Bindings } from "../bindings.ts";

/** The kinds of due work that have jobs in the queue. The sweep does the others. */
const kinds = ["messages", "settlements", "refunds", "webhooks"] as const;
export type KindName = (typeof kinds)[number];

const till = tillIdSchema.default(defaultTill);
const whenDue = z.iso.datetime().optional();

/**
 * A message in the queue: something of a kind is due in a till, now or at a time. It is only a hint. The rows say what
 * is due, so a job that arrives twice, too early or never does no harm. Two kinds are about the directory of tills:
 * `sweep` asks for a sweep of a till, which belongs to the receiver of the job until `until`; `note` says that the next
 * due time of a till may have changed.
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

/** The queue that is bound to the Worker, or null if there is none. */
export function findJobQueue(env: Bindings | undefined): JobQueue | null {
  const queue = env?.JOBS;
  if (queue === undefined) return null;
  return {
    async send(job, now) {
      await queue.send(job, { delaySeconds: delaySeconds(job, now) });
    },
  };
}

/** How long a job waits in the queue until it is due, in seconds. */
const delaySeconds = ({ dueAt }: Job, now: Date) =>
  dueAt === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(dueAt) - now.getTime()) / 1000));
