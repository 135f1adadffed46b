import { openDatabase } from "@till/db";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { sweep } from "./dispatch/sweep.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  async scheduled(event, env) {
    const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = readConfig(env);
    await sweep(openDatabase({ url, authToken }), new Date(event.scheduledTime).toISOString());
  },
} satisfies ExportedHandler<Record<string, unknown>>;
