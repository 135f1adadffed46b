import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** The packages that other people install. Each has been built before. */
const packages = ["client", "cli", "testing"];

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../../..");
const packedDir = join(root, "dist/packed");

await rm(packedDir, { recursive: true, force: true });
await mkdir(packedDir, { recursive: true });
await Promise.all(packages.map(pack));

/** Packs a package as the registry would get it, and checks what others will find in it. */
async function pack(name: string): Promise<void> {
  const file = join(packedDir, `till-${name}.tgz`);
  await runBin("pnpm", ["pack", "--out", file], join(root, "packages", name));
  await runBin("publint", ["run", file, "--strict"], import.meta.dirname);
  await runBin("attw", [file, "--profile", "esm-only"], import.meta.dirname);
  console.log(`✓ ${file}`);
}

/** Runs a command, and shows its output if it fails. */
async function runBin(command: string, args: string[], cwd: string): Promise<void> {
  try {
    await run(command, args, { cwd });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`, { cause: error });
  }
}
