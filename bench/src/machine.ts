import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import { promisify } from "node:util";
import { startLibsql } from "@till/libsql-local";
import type { Machine } from "./results.ts";

const run = promisify(execFile);

/** What the figures depend on besides the code. */
export async function describeMachine(): Promise<Machine> {
  const all = cpus();
  const workerd = createRequire(import.meta.url)("workerd/package.json") as { version: string };
  return {
    cpu: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    workerd: workerd.version,
    libsqlServer: await libsqlVersion(),
  };
}

async function libsqlVersion(): Promise<string> {
  const server = await startLibsql();
  try {
    const headers = { authorization: `Bearer ${server.authToken}` };
    const response = await fetch(new URL("/version", server.url), { headers });
    return response.ok ? (await response.text()).trim() : "unknown";
  } finally {
    await server.stop();
  }
}

/** The measured commit, with a mark if files differ from it; null outside a repository. */
export async function describeCommit(): Promise<string | null> {
  try {
    const [commit, changes] = await Promise.all([
      run("git", ["rev-parse", "--short=10", "HEAD"], { cwd: import.meta.dirname }),
      run("git", ["status", "--porcelain"], { cwd: import.meta.dirname }),
    ]);
    return commit.stdout.trim() + (changes.stdout.trim() === "" ? "" : " with changes");
  } catch (error) {
    // An archive of the code has no history. Everything else is a fault.
    if (error instanceof Error && /not a git repository|ENOENT/.test(error.message)) return null;
    throw error;
  }
}
