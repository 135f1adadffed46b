import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildWorker } from "../build/build-worker.ts";

const mainModule = "worker.js";

async function builtInto() {
  const dir = await mkdtemp(join(tmpdir(), "till-modules-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await buildWorker(dir);
  return dir;
}

test("the PDF library is in a module of its own, which the Worker loads when a PDF is asked for", async () => {
  const dir = await builtInto();
  const modules = (await readdir(dir)).filter((name) => name.endsWith(".js"));
  const withLibrary: string[] = [];
  for (const name of modules) if ((await readFile(join(dir, name), "utf8")).includes("%PDF-")) withLibrary.push(name);
  expect(withLibrary).toEqual([expect.stringMatching(/^receipt-pdf-\w+\.js$/)]);
  expect(modules).toContain(mainModule);
});

test("a second build writes only what has changed, and takes away what is no part of it", async () => {
  const dir = await builtInto();
  const old = join(dir, "chunk-OLD.js");
  await writeFile(old, "");
  const { mtimeMs } = await stat(join(dir, mainModule));
  await buildWorker(dir);
  expect((await stat(join(dir, mainModule))).mtimeMs).toBe(mtimeMs);
  expect(await readdir(dir)).not.toContain("chunk-OLD.js");
});
