import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { refusalTexts } from "@till/contracts";
import { expect, test } from "vitest";

const built = new URL("../../apps/shop/dist/", import.meta.url);

/** The most JavaScript that the first page may load, compressed, in bytes. */
const maxScripts = 200 * 1_024;
const maxStyles = 50 * 1_024;

const read = (path: string) => readFile(new URL(path, built), "utf8");

/** The files that the page loads at once: those it names, and their static imports. */
async function firstFiles(suffix: "js" | "css"): Promise<Map<string, string>> {
  const html = await read("index.html");
  const files = new Map<string, string>();
  const add = async (name: string): Promise<void> => {
    if (files.has(name)) return;
    const text = await read(`assets/${name}`);
    files.set(name, text);
    // Static imports are `from"./x.js"` and `import"./x.js"`; dynamic ones have a parenthesis.
    for (const [, imported = ""] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) await add(imported);
  };
  for (const [, name = ""] of html.matchAll(/"\/assets\/([^"]+)"/g)) if (name.endsWith(`.${suffix}`)) await add(name);
  return files;
}

const compressed = (files: Map<string, string>) =>
  [...files.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);

test("the first load has at most 200 KB of JavaScript, compressed", async () => {
  const scripts = await firstFiles("js");
  expect(scripts.size).toBeGreaterThan(1);
  expect(compressed(scripts)).toBeLessThanOrEqual(maxScripts);
});

test("the stylesheets of the first load are limited, too", async () => {
  expect(compressed(await firstFiles("css"))).toBeLessThanOrEqual(maxStyles);
});

test("the shop does not load the documentation's texts of refusals", async () => {
  const names = (await readdir(new URL("assets/", built))).filter((name) => name.endsWith(".js"));
  const scripts = await Promise.all(names.map(async (name) => ({ name, text: await read(`assets/${name}`) })));
  const having = (part: string) => scripts.filter(({ text }) => text.includes(part)).map(({ name }) => name);
  expect(having("VALIDATION_FAILED")).not.toEqual([]);
  expect(having(refusalTexts.VALIDATION_FAILED)).toEqual([]);
});
