import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { configSchema } from "../src/config.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
const documents = [
  "README.md",
  ...readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).map((path) => `docs/${path}`),
];
const texts = documents.filter((path) => path.endsWith(".md")).map((path) => [path, read(path)] as const);

test.each(texts)("every path that %s names exists", (_path, text) => {
  const paths = [...text.matchAll(/`((?:apps|packages|tooling|docs|bench|e2e)(?:\/[\w.*-]+)*)`/g)].map(
    ([, path]) => path,
  );
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  const missing = [...paths, ...links].filter((path) => !existsSync(`${root}${path}`));
  expect(missing).toEqual([]);
});

test.each(texts)("every command that %s names exists", (_path, text) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const commands = [...text.matchAll(/pnpm@10 (?:run )?([a-z][\w:]*)/g)].map(([, command]) => command ?? "");
  expect(commands.filter((command) => !(command in scripts))).toEqual([]);
});

test("the README lists the Worker's settings, with their defaults", () => {
  const listed = [...read("README.md").matchAll(/^\| `([A-Z_]+)` +\| (?:`(\w+)`|–)/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const defaults = Object.entries(configSchema.shape).map(([name, schema]) => {
    const { data } = schema.safeParse(undefined);
    return [name, data === undefined ? undefined : data === false ? "off" : String(data)];
  });
  expect(listed).toEqual(defaults);
});
