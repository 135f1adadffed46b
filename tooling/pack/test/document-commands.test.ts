import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { blocks } from "./documents.ts";
import { names as ours, root, run } from "./project.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** The pages whose calls with curl `rest-examples.test.ts` runs. */
const ranWithCurl = read("apps/api/test/rest-examples.test.ts");

/** A line of shell as a reader types it: without what follows `#`. */
interface Line {
  readonly page: string;
  /** Variables that are set for the command: `PORT=8000 …`. */
  readonly variables: string[];
  readonly words: string[];
}

/** Pages of which a test types every block of shell, by the test. */
const typed: Readonly<Record<string, string>> = { "docs/run-a-shop.md": "e2e/test/run-a-shop.test.ts" };

const shells = blocks
  .filter(({ language }) => language === "sh" || language === "bash")
  .filter(({ page }) => !(page in typed));

const lines: Line[] = shells
  .filter(({ text }) => !text.includes("curl "))
  .flatMap(({ page, text }) =>
    text.split("\n").map((line) => {
      const words = line
        .replace(/(?:^|\s+)#.*$/, "")
        .trim()
        .split(/\s+/);
      const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
      const count = first === -1 ? words.length : first;
      const variables = words.slice(0, count).map((word) => word.split("=")[0] ?? "");
      return { page, variables, words: words.slice(count) };
    }),
  );

/** What is wrong with a command, or nothing. */
type Check = (words: string[], page: string) => Promise<string | undefined> | string | undefined;

const usages = new Map<string, Promise<string>>();

/** What `till <command> --help` prints, in the built command: its one file is loaded in no time. */
function usageOf(command: string[]): Promise<string> {
  const key = command.join(" ");
  const bin = join(root, "packages/cli/dist/code/node/till.js");
  const usage = usages.get(key) ?? run(process.execPath, [bin, ...command, "--help"]).then(({ stdout }) => stdout);
  usages.set(key, usage);
  return usage;
}

const optionsOf = (words: string[]) =>
  words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");

async function checkTill(words: string[]): Promise<string | undefined> {
  const command = words.slice(0, words[0] === "verify" ? 2 : 1);
  if (!(await usageOf([])).includes(`till ${words[0]} `)) return `There is no command till ${words[0]}.`;
  const usage = await usageOf(command);
  return optionsOf(words).find((option) => !usage.includes(option));
}

/** An option of a script that is ours has to be in its code. Other scripts hand theirs on to a program of somebody else. */
function checkScript(name: string, words: string[]): string | undefined {
  const script = scripts[name];
  if (script === undefined) return `package.json has no script ${name}.`;
  const [, folder] = /node (\S+)\/src\/\S+\.ts/.exec(script) ?? [];
  if (folder === undefined) return undefined;
  const code = globSync("src/**/*.ts", { cwd: join(root, folder) }).map((file) => read(join(folder, file)));
  return optionsOf(words).find((option) => !code.some((file) => new RegExp(`\\b${option.slice(2)}\\b`).test(file)));
}

const hasBin = (folder: string, bin: string) => existsSync(join(root, folder, "node_modules/.bin", bin));

function checkPnpm(words: string[]): string | undefined {
  const [first = "", ...rest] = words;
  if (first === "run") return checkScript(rest[0] ?? "", rest.slice(1));
  if (first === "--filter") {
    const [name = "", , bin = ""] = rest;
    const folder = name.replace("@till/", "apps/");
    return hasBin(folder, bin) ? undefined : `${folder} has no ${bin}.`;
  }
  if (first !== "exec") return checkScript(first, rest);
  if (!hasBin("", rest[0] ?? "") && rest[0] !== "node") return `There is no ${rest[0]}.`;
  return rest.find((word) => word.includes("/") && !existsSync(join(root, word)));
}

const isInstalled = (name: string) =>
  ours.some((own) => name === `@till/${own}`) || existsSync(join(root, "packages/testing/node_modules", name));

/** One of the packed packages, or all of them. */
const isPacked = (file: string) => ["*", ...ours].some((own) => file.endsWith(`/dist/packed/till-${own}.tgz`));

/** Programs of others that a page may name: they are not installed here, and some need an account. */
const others: Check = () => undefined;

const checks: Record<string, Check> = {
  claude: others,
  git: others,
  turso: others,
  npm: ([verb, ...rest]) =>
    verb === "install"
      ? rest.find((word) => !word.startsWith("--") && !isInstalled(word) && !isPacked(word))
      : `npm ${verb}`,
  npx: (words) => {
    const [bin = "", ...rest] = words.filter((word) => word !== "-y");
    if (bin === "pnpm@10") return checkPnpm(rest);
    if (bin === "till" || bin === "@till/cli") return checkTill(rest);
    return hasBin("packages/testing", bin) ? undefined : `npx ${bin}`;
  },
  node: ([file = ""], page) => (existsSync(join(root, dirname(page), file)) ? undefined : file),
  python3: (_words, page) =>
    globSync("test_*.py", { cwd: join(root, dirname(page)) }).length > 0 ? undefined : "test",
};

test.each(lines)("in $page, the command $words can be run", async ({ page, words }) => {
  const [program, ...rest] = words;
  if (program === undefined) return;
  const check = checks[program];
  expect(check, `${program} is not known to this test`).toBeDefined();
  expect(await check?.(rest, page)).toBeUndefined();
});

test("every variable that a command of a page sets is one that Till or its tests read", () => {
  const known = read("docs/reference/settings.md") + read("docs/reference/commands.md");
  const set = lines.flatMap(({ page, variables }) => variables.map((name) => `${page}: ${name}`));
  expect(set.length).toBeGreaterThan(5);
  const ofTests = ["TILL_TEST_FULL"];
  expect(
    set.filter((one) => !known.includes(one.split(": ")[1] ?? "") && !ofTests.some((name) => one.endsWith(name))),
  ).toEqual([]);
});

test.each(Object.entries(typed))("the blocks of %s are typed by %s", (page, file) => {
  expect(read(file)).toContain(page);
});

test("every page with calls by curl is one whose calls are run", () => {
  const pages = new Set(shells.filter(({ text }) => text.includes("curl ")).map(({ page }) => page));
  expect([...pages].filter((page) => !ranWithCurl.includes(`"${page}"`))).toEqual([]);
});
