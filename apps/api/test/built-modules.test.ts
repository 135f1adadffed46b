import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWorker, modulesAtStart } from "../build/build-worker.ts";

const mainModule = "worker.js";

/** The size of what the Worker loads when it starts, in bytes of gzip. Lower it when it shrinks. */
const mostAtStart = 104 * 1024;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "till-modules-"));
  await buildWorker(dir);
});
afterAll(() => rm(dir, { recursive: true }));

const codeOf = async (file: string) => readFile(join(dir, file), "utf8");

/** What has no place at the start, by a text in it. */
const late = [
  ["the PDF library", "%PDF-"],
  ["the library of MCP", "2026-07-28"],
  ["Stripe's library", "X-Stripe-Client-User-Agent"],
  ["Drizzle", "drizzle:entityKind"],
  ["the library that checks tokens", "claim timestamp check failed"],
  ["the library that writes CSV", "escapeFormulae"],
  ["the procedures that the shop calls", "POST /v1/quotes"],
  ["the procedures of staff", "POST /v1/audit"],
  ["the sandbox", "POST /v1/sandbox/races"],
  ["the work that is due", "A sweep could not finish one kind of its work."],
  ["the pages of payments", "Confirm your payment"],
] as const;

test("the Worker starts without what only some requests need, and is small", async () => {
  const atStart = await modulesAtStart(dir);
  const others = (await readdir(dir)).filter((file) => file.endsWith(".js") && !atStart.includes(file));
  const [started, loadedLate] = await Promise.all(
    [atStart, others].map((files) => Promise.all(files.map((file) => codeOf(file)))),
  );
  for (const [what, text] of late) {
    expect(
      started?.some((code) => code.includes(text)),
      `${what} at the start`,
    ).toBe(false);
    expect(
      loadedLate?.some((code) => code.includes(text)),
      `${what} late`,
    ).toBe(true);
  }
  const gzipBytes = (started ?? []).reduce((sum, code) => sum + gzipSync(code).length, 0);
  expect(gzipBytes).toBeLessThan(mostAtStart);
});

test("a second build writes only what has changed, and takes away what is no part of it", async () => {
  await writeFile(join(dir, "chunk-OLD.js"), "");
  const { mtimeMs } = await stat(join(dir, mainModule));
  await buildWorker(dir);
  expect((await stat(join(dir, mainModule))).mtimeMs).toBe(mtimeMs);
  expect(await readdir(dir)).not.toContain("chunk-OLD.js");
});
