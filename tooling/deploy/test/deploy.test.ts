import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type EnvironmentName, environmentNames, readEnvironment } from "../src/environment.ts";
import { readOptions } from "../src/options.ts";
import { release, rollBack } from "../src/release.ts";
import { findMissing } from "../src/requirements.ts";
import { withSecretsFile } from "../src/secrets-file.ts";
import { checkSettings, parseSettings, settingsTemplate } from "../src/settings.ts";
import { fakeWorld, migration, plan } from "./fake-world.ts";

const expandThenContract = [migration("0030_more"), migration("0031_more"), migration("0032_contract_less")];

test("a version is uploaded, what expands is migrated, it gets all traffic once it is ready, and what contracts comes last", async () => {
  const { world, done, requests } = fakeWorld({ pending: expandThenContract });
  await release(plan, 100, world);
  expect(done).toEqual([
    "build",
    "wrangler deployments status --json --env production",
    "wrangler versions upload --env production --secrets-file FILE",
    "migrate 0031_more",
    "wrangler versions deploy v-new@0 v-old@100 --env production --yes",
    "ask https://shop.example/readyz",
    "wrangler versions deploy v-new@100 --env production --yes",
    "wrangler triggers deploy --env production",
    "ask https://shop.example/readyz",
    "migrate 0032_contract_less",
  ]);
  for (const { headers } of requests) expect(headers.get("Cloudflare-Workers-Version-Overrides")).toBe('till="v-new"');
});

test("a version that is not ready gets no traffic, and what contracts does not run", async () => {
  const { world, done } = fakeWorld({ pending: expandThenContract, ready: 503 });
  await expect(release(plan, 100, world)).rejects.toThrow(
    /^Rolled back to version v-old: .* answered 503: .*schema behind/,
  );
  expect(done.at(-1)).toBe("wrangler rollback v-old --env production --yes --message The new version was not ready");
  expect(done).not.toContain("migrate 0032_contract_less");
  expect(done).not.toContain("wrangler versions deploy v-new@100 --env production --yes");
});

test("a part of the traffic leaves the rest to the current version, which still needs what contracts", async () => {
  const { world, done } = fakeWorld({ pending: expandThenContract });
  await release(plan, 10, world);
  expect(done).toContain("wrangler versions deploy v-new@10 v-old@90 --env production --yes");
  expect(done).not.toContain("migrate 0032_contract_less");
});

test("the first deployment has no version to upload to: it migrates and deploys at once", async () => {
  const { world, done } = fakeWorld({ answer: noWorkerYet, pending: expandThenContract });
  await release(plan, 100, world);
  expect(done.slice(2)).toEqual([
    "migrate 0031_more",
    "wrangler deploy --env production --secrets-file FILE",
    "ask https://shop.example/readyz",
    "migrate 0032_contract_less",
  ]);
});

test.each(["deployments status", "versions upload", "versions deploy"])(
  "when wrangler %s fails, its words are shown and nothing comes after it",
  async (failing) => {
    const answer = (command: string) =>
      command.startsWith(failing) ? { code: 1, output: "Authentication error [code: 10000]" } : null;
    const { world, done } = fakeWorld({ answer });
    await expect(release(plan, 100, world)).rejects.toThrow("Authentication error [code: 10000]");
    expect(done.at(-1)).toContain(failing);
  },
);

test("a migration that expands after one that contracts stops the deployment before it begins", async () => {
  const { world, done } = fakeWorld({ pending: [migration("0030_contract_less"), migration("0031_more")] });
  await expect(release(plan, 100, world)).rejects.toThrow(/0031_more expands .* 0030_contract_less first/);
  expect(done).toEqual([]);
});

test("a rollback asks whether the version before is ready", async () => {
  const { world, done } = fakeWorld();
  await rollBack(plan, world);
  expect(done).toEqual([
    "wrangler rollback --env production --yes --message Rolled back by hand",
    "ask https://shop.example/readyz",
  ]);
  const unready = fakeWorld({ ready: 503 });
  await expect(rollBack(plan, unready.world)).rejects.toThrow("The version before is not ready either");
});

test("nothing is missing where all is there", async () => {
  expect(await findMissing(plan, fakeWorld().world)).toEqual([]);
});

test.each([
  ["whoami", "You are not signed in to Cloudflare.", "wrangler login"],
  ["queues info till-jobs-dead", "There is no queue till-jobs-dead.", "wrangler queues create till-jobs-dead"],
])("where wrangler %s fails, it says what is missing and how to make it", async (failing, what, how) => {
  const answer = (command: string) => (command.startsWith(failing) ? { code: 1 } : null);
  const missing = await findMissing(plan, fakeWorld({ answer }).world);
  expect(missing).toEqual([{ what, how: expect.stringContaining(how) }]);
});

test("each thing that is not wrangler's is missed, too", async () => {
  const { world } = fakeWorld({
    answer: (command) => (command.startsWith("secret list") ? { output: '[{ "name": "SANDBOX" }]' } : null),
  });
  const missing = await findMissing(
    { ...plan, environment: { ...plan.environment, routes: ["other.example/*"] } },
    {
      ...world,
      fetch: async () => new Response("<html>", { status: 200 }),
      pendingMigrations: () => Promise.reject(new Error("no such host")),
    },
  );
  expect(missing.map(({ what, how }) => `${what} ${how}`)).toEqual([
    expect.stringMatching(/still has SANDBOX.* secret delete SANDBOX --env production/),
    expect.stringMatching(/no route there.*"pattern": "shop.example", "custom_domain": true/),
    expect.stringMatching(/No keys were found at AUTH_JWKS_URL/),
    expect.stringMatching(/does not answer: no such host.*turso db tokens create/),
  ]);
});

test("the file of settings has each setting to fill in, and a wrong name is told", () => {
  const template = settingsTemplate("staging");
  expect(template).toContain("\n# DATABASE_URL=\n");
  expect(parseSettings(template)).toEqual({});
  const filled = template
    .replace("# DATABASE_URL=", "DATABASE_URL=libsql://shop-acme.turso.io")
    .replace("# SHOP_NAME=", "SHOP_NAME='Acme $ Coffee'");
  expect(parseSettings(filled)).toEqual({ DATABASE_URL: "libsql://shop-acme.turso.io", SHOP_NAME: "Acme $ Coffee" });
  expect(() => parseSettings("DATABSE_URL=x")).toThrow("DATABSE_URL: Till has no such setting.");
  expect(() => checkSettings(parseSettings(filled))).toThrow("DATABASE_AUTH_TOKEN is missing");
});

test("settings reach wrangler in a file that only their user can read, and that is gone afterwards", async () => {
  const file = await withSecretsFile({ AUTH_SECRET: "$HOME" }, async (name) => {
    expect(JSON.parse(await readFile(name, "utf8"))).toEqual({ AUTH_SECRET: "$HOME" });
    return name;
  });
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});

test("a deployment that is interrupted leaves no secret behind", async () => {
  const module = JSON.stringify(import.meta.resolve("../src/secrets-file.ts"));
  const script = `import { withSecretsFile } from ${module};
    await withSecretsFile({}, (file) => { console.log(file); return new Promise((end) => setTimeout(end, 60_000)); });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [printed] = (await once(child.stdout, "data")) as [Buffer];
  const file = printed.toString().trim();
  expect(await readFile(file, "utf8")).toBe("{}");
  child.kill("SIGINT");
  expect(await ended).toEqual([null, "SIGINT"]);
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});

test.each([
  [["--env", "production"], { environment: "production", act: "deploy", percent: 100 }],
  [["--", "--env=staging", "--dry-run"], { environment: "staging", act: "dry-run", percent: 100 }],
  [["--env", "staging", "--rollback"], { environment: "staging", act: "rollback", percent: 100 }],
  [["--env", "staging", "--percent", "10"], { environment: "staging", act: "deploy", percent: 10 }],
  [["--dry-run"], { environment: "production", act: "dry-run", percent: 100 }],
  [["--env", "live"], null],
  [[], null],
  [["--env", "staging", "--dry-run", "--rollback"], null],
  [["--env", "staging", "--percent", "0"], null],
  [["--env", "staging", "--pecent", "10"], null],
])("the arguments %j are understood, or the usage is shown", (args, options) => {
  expect(readOptions(args)).toEqual(options);
});

test("each environment has queues of its own, with one for jobs that were given up", () => {
  for (const name of environmentNames) expect(queuesOf(name)).toHaveLength(2);
  expect(queuesOf("production").filter((queue) => queuesOf("staging").includes(queue))).toEqual([]);
});

const queuesOf = (name: EnvironmentName) => readEnvironment(name).queues;

const noWorkerYet = (command: string) =>
  command.startsWith("deployments status")
    ? { code: 1, output: "This Worker does not exist on your account. [code: 10007]" }
    : null;
