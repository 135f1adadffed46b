import { existsSync, globSync, readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { blocks, programs, unchecked, unusedContexts } from "./documents.ts";
import { projectWithPacked, root, run } from "./project.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

test("the blocks are found, and every exception still has its block", () => {
  expect(blocks.length).toBeGreaterThan(100);
  expect(programs.filter(({ runs }) => runs).length).toBeGreaterThanOrEqual(6);
  expect(unusedContexts).toEqual([]);
  expect(Object.keys(unchecked).filter((page) => !blocks.some((block) => block.page === page))).toEqual([]);
});

test("every language of a block is one that is checked here or in another test", () => {
  const languages = new Set(blocks.map(({ language }) => language));
  // `text` and `diff` are what Learn prints and changes, `ebnf` the grammar, `csv` and `ini` what a shop starts with:
  // learn.test.ts, rest-examples.test.ts, docs.test.ts, run-a-shop.test.ts.
  expect([...languages].toSorted()).toEqual([
    "bash",
    "csv",
    "diff",
    "ebnf",
    "ini",
    "js",
    "json",
    "jsonc",
    "sh",
    "text",
    "ts",
    "yaml",
  ]);
});

test("the programs of the pages have the types of the packed packages", async () => {
  const dir = await projectWithPacked();
  // Not a dependency of what is packed: the pages read process.env.
  await symlink(join(root, "node_modules/@types"), join(dir, "node_modules/@types")).catch((error: unknown) => {
    if (!existsSync(join(dir, "node_modules/@types"))) throw error;
  });
  for (const { file, text } of programs) await writeFile(join(dir, `${file}.ts`), `${text}\nexport {};\n`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: "nodenext",
    target: "es2024",
    lib: ["es2024", "dom"],
    types: ["node"],
  };
  await writeFile(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["program-*.ts"] }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc], { cwd: dir }).catch((failed: unknown) => failed as Output);
  const named = stdout.replaceAll(/program-(\d+)/g, (_all, index) => `${programs[Number(index)]?.page} (${index})`);
  expect(named).toBe("");
});

interface Output {
  stdout: string;
}

const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();

test("what a chapter of Learn shows is in its code", () => {
  const shown = blocks.filter(({ page, language }) => page.startsWith("examples/learn/") && language === "ts");
  const missing = shown.filter(({ page, text }) => {
    const code = globSync("**/*.ts", { cwd: join(root, dirname(page)) }).map((file) => read(join(dirname(page), file)));
    return !code.some((file) => plain(file).includes(plain(text)));
  });
  expect(shown.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

/** How a block of data is read. A block of `jsonc` is a part of an object. */
const parsers: Record<string, (text: string) => unknown> = {
  json: JSON.parse,
  jsonc: (text) => JSON.parse(`{${text.replace(/,$/, "")}}`),
  yaml: (text) => parse(text),
};

test.each(Object.entries(parsers))("every block of %s can be parsed", (language, parser) => {
  const found = blocks.filter((block) => block.language === language);
  expect(found.length).toBeGreaterThan(0);
  for (const { page, text } of found) expect(() => parser(text), `${page}: ${text}`).not.toThrow();
});
