import { migrations } from "@till/db/setup";
import { type Unstable_RawConfig, unstable_readConfig as readConfig } from "wrangler";
import { expect, test } from "vitest";
import { rehearse } from "../src/dry-run.ts";
import { apiDir, environmentNames, readEnvironment } from "../src/environment.ts";
import { runWrangler } from "../src/real-world.ts";

test("a dry run builds the Worker with wrangler itself, and lists the migrations and what it can't check", async () => {
  const printed: string[] = [];
  await rehearse(
    { environment: readEnvironment("production"), migrations, settings: "none" },
    // Another test may read the site, which a build would replace.
    { wrangler: runWrangler, buildSite: async () => undefined, print: (line) => void printed.push(line) },
  );
  const text = printed.join("\n");
  expect(text).toMatch(/Total Upload: \d/);
  expect(text).toContain("till-jobs, till-jobs-dead");
  for (const { name } of migrations) expect(text).toContain(`${name} (`);
  expect(text).toContain("Workers Paid");
});

test("an environment differs from what dev and the tests use only in its names", () => {
  for (const name of environmentNames) expect(workerOf(name)).toEqual(workerOf());
  const ids = environmentNames.flatMap((env) => {
    const { ratelimits = [] }: Pick<Unstable_RawConfig, "ratelimits"> = readConfig({
      config: `${apiDir}/wrangler.jsonc`,
      env,
    });
    return ratelimits.map(({ namespace_id: id }) => id);
  });
  expect(new Set(ids).size).toBe(ids.length);
});

/** What wrangler.jsonc says of the Worker, without the names that differ. */
function workerOf(env?: string) {
  const config: Unstable_RawConfig = readConfig({ config: `${apiDir}/wrangler.jsonc`, ...(env && { env }) });
  const { producers = [], consumers = [] } = config.queues ?? {};
  return {
    ratelimits: config.ratelimits?.map(({ name, simple }) => ({ name, simple })),
    producers: producers.map(({ binding }) => binding),
    consumers: consumers.map(({ queue: _queue, dead_letter_queue: _dead, ...settings }) => settings),
    triggers: config.triggers,
    assets: config.assets,
    flags: config.compatibility_flags,
  };
}
