import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a command of this package, as `db:migrate` does: its name and arguments. Returns its exit code and output. */
export const runBin = ([name = "", ...args]: readonly string[], env: Record<string, string>) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const script = fileURLToPath(new URL(`../src/bin/${name}.ts`, import.meta.url));
    const bare = { PATH: process.env["PATH"] ?? "", NODE_NO_WARNINGS: "1" };
    execFile(process.execPath, [script, ...args], { env: { ...bare, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
