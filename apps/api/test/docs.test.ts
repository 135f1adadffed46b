import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { limits, scenarioExamples, scenarioGrammar, toEbnf, webhookEventTypes } from "@till/contracts";
import { databaseDeadlineMs } from "@till/db";
import { webhookFailingMs, webhookRetryDelaysMs, webhookSecretOverlapMs, webhookTimeoutMs } from "@till/domain";
import { stripeEventTypes } from "@till/gateway-stripe";
import { expect, test } from "vitest";
import { keysTimeoutMs } from "../src/auth/login-service-keys.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
/** Every page that people read: those at the root and in `docs`, and the READMEs of packages and examples. */
const texts = ["*.md", "docs/**/*.md", "{examples,packages}/*/README.md", "examples/*/*/README.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] }))
  .map((path) => [path, read(path)] as const);

test("the pages are found", () => {
  const pages = texts.map(([path]) => path);
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/webhooks.md", "packages/testing/README.md"]));
  expect(pages.filter((path) => path.startsWith("examples/learn/"))).toHaveLength(8);
});

/** A file or folder of the repository in backticks. A page of a package or example may begin where it is itself. */
const isPath = (text: string) =>
  /^(?:apps|packages|tooling|docs|bench|e2e|examples)(?:\/[\w.*-]+)*$/.test(text) ||
  /^(?:[\w.-]+\/)+[\w-]+\.(?:ts|tsx|js|json|jsonc|md|sql|py)$/.test(text);

const inBackticks = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? "");

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );

/** Whether a link of a page leads somewhere: to a file or folder, and to a heading of it. */
function leads(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  // A link begins where the page is.
  const target = path === "" ? page : join(dirname(page), path);
  return existsSync(`${root}${target}`) && (anchor === undefined || anchorsOf(read(target)).includes(anchor));
}

test.each(texts)("every path that %s names exists", (page, text) => {
  const missing = inBackticks(text)
    .filter(isPath)
    .filter((path) => ![root, join(root, dirname(page))].some((folder) => existsSync(join(folder, path))));
  expect(missing).toEqual([]);
});

test.each(texts)("every link of %s leads to a page, and to a heading of it", (page, text) => {
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link]) => link ?? "");
  expect(links.filter((link) => !leads(page, link))).toEqual([]);
});

test("each name on the page about the architecture is in a file that its item names", () => {
  const items = read("docs/architecture.md").split(/^(?=- |\d+\. |#)/m);
  const named = items.filter((item) => /^[-\d]/.test(item)).map((item) => inBackticks(item.replaceAll("\n", " ")));
  const missing = named.flatMap((codes) => {
    const files = codes.filter((code) => isPath(code) && code.includes("."));
    const text = files.map(read).join("\n");
    return codes.filter((code) => /^\w+$/.test(code) && !new RegExp(`\\b${code}\\b`).test(text));
  });
  expect(named.flat().length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test.each(texts.filter(([page]) => /learn\/\d/.test(page)))(
  "each name that %s says is in Till is there",
  (page, text) => {
    const [, inTill = ""] = /^## In Till\n([^]+?)(?=^## |(?![^]))/m.exec(text) ?? [];
    const files = [...inTill.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => read(join(dirname(page), link)));
    const missing = inBackticks(inTill).filter((name) => !files.some((file) => file.includes(name)));
    expect(files.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  },
);

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

test("the page about gateways names the events that Till reads of Stripe", () => {
  const listed = [...read("docs/gateways.md").matchAll(/^ +- `((?:payment_intent|refund)\.\w+)`$/gm)].map(
    ([, type]) => type,
  );
  expect(listed).toEqual(stripeEventTypes);
});

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
