import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { type Job, type KindName, jobSchema } from "./jobs.ts";
import type { Id } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** Does what a job says. One that comes twice, or too early, finds nothing that is due. */
export const doJob = (work: Work, { kind, ids }: Job): Promise<void> => kinds[kind].doDue(work, ids);

/** A job as the queue hands it over. */
export interface QueuedJob {
  readonly id: string;
  readonly body: unknown;
  ack(): void;
  retry(): void;
}

/**
 * Does the jobs of one batch. Those of a kind are done in one go. A kind that waits for nobody is done before the batch is
 * at its end; one that waits for other people's servers goes on after it, so that the next batch need not wait for them.
 */
export async function doJobs(
  work: Work,
  jobs: readonly QueuedJob[],
  waitUntil: (task: Promise<unknown>) => void,
): Promise<void> {
  const fast: Promise<void>[] = [];
  for (const [kind, { ids, of }] of byKind(jobs)) {
    const name = { kind };
    if (kinds[kind].waitsForOthers(work)) {
      for (const job of of) job.ack();
      waitUntil(
        kinds[kind].doDue(work, ids).catch((error: unknown) => {
          log.error("Jobs failed; the sweep will do what is left of them.", { ...name, error });
        }),
      );
    } else fast.push(doFast(work, kind, { ids, of }));
  }
  await Promise.all(fast);
}

interface JobsOfKind {
  readonly ids: Id[];
  readonly of: QueuedJob[];
}

async function doFast(work: Work, kind: KindName, { ids, of }: JobsOfKind): Promise<void> {
  try {
    await kinds[kind].doDue(work, ids);
    for (const job of of) job.ack();
  } catch (error) {
    log.error("Jobs failed; they will be tried again.", { kind, error });
    for (const job of of) job.retry();
  }
}

function byKind(jobs: readonly QueuedJob[]): Map<KindName, JobsOfKind> {
  const all = new Map<KindName, JobsOfKind>();
  for (const job of jobs) {
    const read = jobSchema.safeParse(job.body);
    if (!read.success) {
      // Nobody will ever know what it means: another version of Till wrote it. The sweep does what is due.
      log.error("A job is of no known kind.", { jobId: job.id, error: read.error });
      job.ack();
      continue;
    }
    const { kind, ids } = read.data;
    const group = all.get(kind) ?? { ids: [], of: [] };
    group.ids.push(...ids);
    group.of.push(job);
    all.set(kind, group);
  }
  return all;
}
