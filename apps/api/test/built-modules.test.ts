import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWorker } from "../build/build-worker.ts";

const mainModule = "worker.js";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "till-modules-"));
  await buildWorker(dir);
});
afterAll(() => rm(dir, { recursive: true }));

test.each([
  ["the PDF library", "%PDF-", /^receipt-pdf-\w+\.js$/],
  ["the library of MCP", "2026-07-28", /^serve-agent-\w+\.js$/],
  ["Stripe's library", "X-Stripe-Client-User-Agent", /^stripe\.esm\.worker-\w+\.js$/],
])("%s is in a module of its own, which the Worker loads when it is wanted", async (_library, text, name) => {
  const modules = (await readdir(dir)).filter((file) => file.endsWith(".js"));
  const withLibrary: string[] = [];
  for (const file of modules) if ((await readFile(join(dir, file), "utf8")).includes(text)) withLibrary.push(file);
  expect(withLibrary).toEqual([expect.stringMatching(name)]);
  expect(modules).toContain(mainModule);
});

test("a second build writes only what has changed, and takes away what is no part of it", async () => {
  await writeFile(join(dir, "chunk-OLD.js"), "");
  const { mtimeMs } = await stat(join(dir, mainModule));
  await buildWorker(dir);
  expect((await stat(join(dir, mainModule))).mtimeMs).toBe(mtimeMs);
  expect(await readdir(dir)).not.toContain("chunk-OLD.js");
});
