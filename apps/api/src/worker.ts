import { env as environment } from "cloudflare:workers";
import { defaultTill } from "@till/contracts";
import { late } from "@till/domain";
import { createApp } from "./app.ts";
import type { AllBindings } from "./bindings.ts";
import { readConfig } from "./config.ts";
import { doJob, lateJobs } from "./due/late-jobs.ts";
import { beginWork } from "./work/work.ts";
import { realWorldOf } from "./work/world.ts";

/** Read when the Worker starts: one that is not configured does not start, and the sentence says what to set. */
const config = readConfig(environment);

const world = realWorldOf(config);

const app = createApp(config, world);

/** Begins work without a request. */
const workOf = (env: AllBindings, now: Date, execution: ExecutionContext) =>
  beginWork(
    { config, env, till: defaultTill, requestOrigin: null, now, waitUntil: (task) => execution.waitUntil(task) },
    world,
    doJob,
  );

const lateSweep = late(() => import("./due/sweep.ts"));
const lateSweepOfTills = late(() => import("./tills/sweep-tills.ts"));

export default {
  fetch: app.fetch,

  async scheduled(event, env, execution) {
    const work = workOf(env, new Date(event.scheduledTime), execution);
    const [{ sweep }, { sweepTills }] = await Promise.all([lateSweep(), lateSweepOfTills()]);
    await Promise.all([sweep(work), sweepTills(work)]);
  },

  async queue(batch, env, execution) {
    const work = workOf(env, world.now(), execution);
    const { doJobs } = await lateJobs();
    await doJobs(work, batch.messages, (task) => execution.waitUntil(task));
  },
} satisfies ExportedHandler<Env>;
