import { env as environment } from "cloudflare:workers";
import { defaultTill } from "@till/contracts";
import { createApp } from "./app.ts";
import type { AllBindings } from "./bindings.ts";
import { readConfig } from "./config.ts";
import { doJob, doJobs } from "./due/do-job.ts";
import { sweep } from "./due/sweep.ts";
import { sweepTills } from "./tills/sweep-tills.ts";
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

export default {
  fetch: app.fetch,

  async scheduled(event, env, execution) {
    const work = workOf(env, new Date(event.scheduledTime), execution);
    await Promise.all([sweep(work), sweepTills(work)]);
  },

  async queue(batch, env, execution) {
    const work = workOf(env, world.now(), execution);
    await doJobs(work, batch.messages, (task) => execution.waitUntil(task));
  },
} satisfies ExportedHandler<Env>;
