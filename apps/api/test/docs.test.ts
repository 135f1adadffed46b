import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { limits, scenarioExamples, scenarioGrammar, toEbnf, webhookEventTypes } from "@till/contracts";
import { databaseDeadlineMs } from "@till/db";
import { webhookFailingMs, webhookRetryDelaysMs, webhookSecretOverlapMs, webhookTimeoutMs } from "@till/domain";
import { expect, test } from "vitest";
import { keysTimeoutMs } from "../src/auth/login-service-keys.ts";
import { configSchema } from "../src/config.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).map((path) => `docs/${path}`),
];
const texts = documents.filter((path) => path.endsWith(".md")).map((path) => [path, read(path)] as const);

test.each(texts)("every path that %s names exists", (page, text) => {
  const paths = [...text.matchAll(/`((?:apps|packages|tooling|docs|bench|e2e)(?:\/[\w.*-]+)*)`/g)].map(
    ([, path]) => path,
  );
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  const missing = [
    ...paths.filter((path) => !existsSync(`${root}${path}`)),
    // A link begins where the page is.
    ...links.filter((path) => !existsSync(join(root, dirname(page), path ?? ""))),
  ];
  expect(missing).toEqual([]);
});

/** Commands of pnpm itself. */
const ofPnpm = new Set(["audit", "exec", "run"]);

test.each(texts)("every command that %s names exists", (_path, text) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const commands = [...text.matchAll(/pnpm@10 (?:run )?([a-z][\w:]*)/g)].map(([, command]) => command ?? "");
  expect(commands.filter((command) => !(command in scripts) && !ofPnpm.has(command))).toEqual([]);
});

test("the page of commands has each command of the repository", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const page = read("docs/reference/commands.md");
  const missing = Object.keys(scripts).filter((name) => name !== "postinstall" && !page.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

test("the first commands of the README run without a terminal, where npx can't ask whether it may fetch pnpm", () => {
  const [, commands = ""] = /## Two commands[^]*?```sh\n([^]*?)```/.exec(read("README.md")) ?? [];
  expect(commands.match(/^npx .*?(?= {2})/gm)).toEqual(["npx -y pnpm@10 dev", "npx -y pnpm@10 test"]);
});

test("the page about scenarios has their grammar and examples as they are", () => {
  const page = read("docs/scenarios.md");
  expect(page).toContain(toEbnf(scenarioGrammar));
  const rows = [...page.matchAll(/^\| `(sim:[^`]+)` +\| (.+?) +\|$/gm)].map(([, token, text]) => ({ token, text }));
  expect(rows).toEqual(scenarioExamples);
});

test("the README lists the Worker's settings, with their defaults", () => {
  const listed = [...read("README.md").matchAll(/^\| `([A-Z_]+)` +\| (?:`(\w+)`|–)/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const defaults = Object.entries(configSchema.shape).map(([name, schema]) => {
    const { data } = schema.safeParse(undefined);
    return [name, written(data)];
  });
  expect(listed).toEqual(defaults);
});

/** A default as one would set it. */
function written(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** Whether a test file is there, by its path or by its name among the tests of the Worker. */
const isThere = (name: string) => ["apps/api/test/", ""].some((folder) => existsSync(`${root}${folder}${name}`));

test("the page on security tells the limits as they are", () => {
  const page = read("SECURITY.md");
  expect(page).toContain(`bodies of ${limits.bodyBytes / 1024} KiB, ${limits.batchCalls} calls in a request`);
  expect(page).toContain(
    `the database (${databaseDeadlineMs / 1000} s), on webhooks (${webhookTimeoutMs / 1000} s) and on the login service (${keysTimeoutMs / 1000} s)`,
  );
  const tests = [...page.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name]) => name ?? "");
  expect(tests.filter((name) => !isThere(name))).toEqual([]);
});

test("the page on webhooks has every event type and the schedule as it is", () => {
  const page = read("docs/webhooks.md");
  const types = [...page.matchAll(/^\| `((?:order|payment|refund)\.\w+)` /gm)].map(([, type]) => type);
  expect(types).toEqual(webhookEventTypes);
  const rows = [...page.matchAll(/^\| (\d+) +\| (\S.*?) +\|$/gm)].map(([, attempt, delay]) => [Number(attempt), delay]);
  const delays = webhookRetryDelaysMs.map((ms, index) => [index + 1, duration(ms)]);
  expect(rows).toEqual([...delays, [delays.length + 1, "–"]]);
  expect(page).toContain(`within ${duration(webhookTimeoutMs)}`);
  expect(page).toContain(`fails for ${webhookFailingMs / 86_400_000} days`);
  expect(page).toContain(`For ${duration(webhookSecretOverlapMs)} webhooks are signed with both`);
});

/** `30 minutes`, `24 hours`. */
function duration(ms: number): string {
  const [size, unit] = ms >= 3_600_000 ? [3_600_000, "hours"] : ms >= 60_000 ? [60_000, "minutes"] : [1_000, "seconds"];
  return `${ms / size} ${unit}`;
}
