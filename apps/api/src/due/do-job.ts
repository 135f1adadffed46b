import { NoSuchDatabase } from "@till/db";
import { log } from "../log.ts";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { noteTill, sweepTill } from "../tills/sweep-tills.ts";
import { atTillTime } from "../work/till-time.ts";
import type { Work } from "../work/work.ts";
import { type Job, type KindName, type RowsJob, type SweepJob, jobSchema } from "./jobs.ts";
import type { Id } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** Does a job. A job that arrives twice or too early finds nothing due. */
export async function doJob(anyWork: Work, job: Job): Promise<void> {
  const work = await atTillTime(anyWork.inTill(job.till));
  if (job.kind === "sweep") return sweepTill(work, job.until);
  if (job.kind === "note") return noteTill(work);
  await kinds[job.kind].doDue(work, job.ids);
  await noteTill(work);
}

/** A job as the queue delivers it. */
export interface QueuedJob {
  readonly id: string;
  readonly body: unknown;
  ack(): void;
  retry(): void;
}

type WaitUntil = (task: Promise<unknown>) => void;

/** Does the jobs of one batch, each till on its own. */
export async function doJobs(work: Work, queued: readonly QueuedJob[], waitUntil: WaitUntil): Promise<void> {
  const byTill = Map.groupBy(queued.flatMap(readJob), ({ job }) => job.till);
  await Promise.all([...byTill].map(([till, jobs]) => doJobsOf(work.inTill(till), jobs, waitUntil)));
}

interface ReadJob<Of extends Job = Job> {
  readonly job: Of;
  readonly queued: QueuedJob;
}

function readJob(queued: QueuedJob): ReadJob[] {
  const read = jobSchema.safeParse(queued.body);
  if (read.success) return [{ job: read.data, queued }];
  // Another version of Till wrote it, and this one can't read it. The sweep does the due work.
  log.error("A job is of no known kind.", { jobId: queued.id, error: read.error });
  queued.ack();
  return [];
}

/**
 * Does the jobs of one till. All jobs of a kind run together. A kind that waits for no other server finishes before the
 * batch ends. A kind that waits for other people's servers continues after the batch, so that the next batch does not
 * wait for them.
 */
async function doJobsOf(outside: Work, jobs: readonly ReadJob[], waitUntil: WaitUntil): Promise<void> {
  const work = await timeIn(outside, jobs);
  if (work === null) return;
  const sweeps = jobs.filter((read): read is ReadJob<SweepJob> => read.job.kind === "sweep");
  // A sweep waits for other people's servers too. If it dies, the directory has the till swept again.
  for (const { job, queued } of sweeps) {
    queued.ack();
    waitUntil(inBackground(work, "sweep", () => sweepTill(work, job.until)));
  }
  const fast: Promise<void>[] = [];
  const rows = jobs.filter((read): read is ReadJob<RowsJob> => "ids" in read.job);
  for (const [kind, of] of Map.groupBy(rows, ({ job }) => job.kind)) {
    const ids = of.flatMap(({ job }) => job.ids);
    const queued = of.map((read) => read.queued);
    if (kinds[kind].waitsForOthers(work)) {
      for (const one of queued) one.ack();
      waitUntil(inBackground(work, kind, () => doRows(work, kind, ids)));
    } else fast.push(endJobs(work, queued, () => kinds[kind].doDue(work, ids)));
  }
  await Promise.all(fast);
  // Last, because the work may have created later work.
  const notes = jobs.filter(({ job }) => job.kind === "note").map(({ queued }) => queued);
  if (notes.length + rows.length > 0) await endJobs(work, notes, () => noteTill(work));
}

/** The work of jobs by the clock of their till; null if that can't be read, which ends them. */
async function timeIn(work: Work, jobs: readonly ReadJob[]): Promise<Work | null> {
  try {
    return await atTillTime(work);
  } catch (error) {
    endFailed(
      work,
      jobs.map(({ queued }) => queued),
      error,
    );
    return null;
  }
}

async function doRows(work: Work, kind: KindName, ids: readonly Id[]): Promise<void> {
  await kinds[kind].doDue(work, ids);
  await noteTill(work);
}

/** Does something that the batch does not wait for. If it fails, the sweep does the rest. */
async function inBackground(work: Work, kind: KindName | "sweep", task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!isCausedBy(error, NoSuchDatabase))
      log.error("Jobs failed; the sweep will do what is left of them.", { kind, till: work.till, error });
  }
}

/** Does something for these jobs, and marks them as done or as to be retried. */
async function endJobs(work: Work, queued: readonly QueuedJob[], task: () => Promise<void>): Promise<void> {
  try {
    await task();
    for (const one of queued) one.ack();
  } catch (error) {
    endFailed(work, queued, error);
  }
}

/** Failed jobs are retried. The jobs of a deleted till are dropped, because their work is gone with it. */
function endFailed({ till }: Work, queued: readonly QueuedJob[], error: unknown): void {
  const isGone = isCausedBy(error, NoSuchDatabase);
  if (!isGone) log.error("Jobs failed; they will be tried again.", { till, error });
  for (const one of queued)
    if (isGone) one.ack();
    else one.retry();
}
