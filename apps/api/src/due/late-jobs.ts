import { late } from "@till/domain";
import type { Work } from "../work/work.ts";
import type { Job } from "./jobs.ts";

/** Jobs, for what has a queue and seldom does one itself. */
export const lateJobs = late(() => import("./do-job.ts"));

/** Does a job. */
export const doJob = async (work: Work, job: Job): Promise<void> => (await lateJobs()).doJob(work, job);
