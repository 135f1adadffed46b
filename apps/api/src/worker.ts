import { env as environment } from "cloudflare:workers";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { makeWorkContext, realWorld } from "./context.ts";
import { doJob } from "./dispatch/do-job.ts";
import { jobSchema } from "./dispatch/jobs.ts";
import { sweep } from "./dispatch/sweep.ts";
import { log } from "./log.ts";

/** Read when the Worker starts: one that is not configured does not start, and the sentence says what to set. */
const config = readConfig(environment);

const app = createApp(config);

/** The context of work that nobody's request has started. Its links are never shown, so it has no origin. */
const workContext = (env: unknown, now: Date, execution: ExecutionContext) =>
  makeWorkContext({ config, env, origin: "", now, waitUntil: (task) => execution.waitUntil(task) }, realWorld);

export default {
  fetch: app.fetch,

  async scheduled(event, env, execution) {
    await sweep(workContext(env, new Date(event.scheduledTime), execution));
  },

  async queue(batch, env, execution) {
    const ctx = workContext(env, realWorld.now(), execution);
    const doOne = async (message: Message) => {
      try {
        await doJob(ctx, jobSchema.parse(message.body));
        message.ack();
      } catch (error) {
        log.error("A job failed; it will be tried again.", { messageId: message.id, error });
        message.retry();
      }
    };
    // All at once: a slow receiver of webhooks must not hold up an email of the same batch.
    await Promise.all(batch.messages.map(doOne));
  },
} satisfies ExportedHandler<Record<string, unknown>>;
