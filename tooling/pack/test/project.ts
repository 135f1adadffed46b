import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { scratchDir } from "@till/cli/testing";

export const run = promisify(execFile);
export const root = resolve(import.meta.dirname, "../../..");
const packedDir = join(root, "dist/packed");
export const names = ["client", "cli", "testing"];

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bin?: Record<string, string>;
}

export interface Output {
  stdout: string;
  stderr: string;
}

/** An empty project outside the workspace, with the packed packages in it. */
export async function projectWithPacked(): Promise<string> {
  const dir = await scratchDir();
  await writeFile(join(dir, "package.json"), '{ "name": "somebody", "type": "module", "private": true }');
  if (!existsSync(packedDir)) throw new Error("The packages are not packed yet. Pack them: npx pnpm@10 run pack:all");
  if (process.env["TILL_TEST_FULL"]) {
    const files = names.map((name) => join(packedDir, `till-${name}.tgz`));
    await run("npm", ["install", "--no-audit", "--no-fund", ...files, "vitest", "@playwright/test", "typescript"], {
      cwd: dir,
    });
  } else for (const name of names) await unpack(name, dir);
  return dir;
}

/** What `npm install` does with a packed file, without a registry: its dependencies are those of the workspace. */
async function unpack(name: string, dir: string): Promise<void> {
  const target = join(dir, "node_modules/@till", name);
  await mkdir(target, { recursive: true });
  await run("tar", ["-xzf", join(packedDir, `till-${name}.tgz`), "-C", target, "--strip-components=1"]);
  const { dependencies, peerDependencies, optionalDependencies } = await manifestOf(target);
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })) {
    const installed = join(root, "packages", name, "node_modules", dependency);
    const link = join(dir, "node_modules", dependency);
    if (dependency.startsWith("@till/") || existsSync(link) || !existsSync(installed)) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(installed, link);
  }
}

export const manifestOf = async (dir: string) =>
  JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as Manifest;
