import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** `npx pnpm@10 db:migrate` without a registry: the Node of the tests runs the script of the repository. */
const npx = `#!/bin/sh\nshift\ncd "${root}" && exec "${process.execPath}" --run "$@"\n`;

/**
 * The terminal of somebody who follows a page: one shell in which each step has the variables of the ones before, and an
 * empty folder for its files.
 */
export async function openShell(variables: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "till-shell-"));
  await writeFile(join(folder, "npx"), npx);
  await chmod(join(folder, "npx"), 0o755);
  const path = [folder, process.env["PATH"]].join(delimiter);
  const shell = spawn("sh", ["-u"], { cwd: folder, env: { ...process.env, PATH: path, ...variables } });
  let printed = "";
  let more = Promise.withResolvers<void>();
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      more.resolve();
    });
  shell.once("exit", (code) => {
    printed += `\nThe shell has ended with ${code}.`;
    more.resolve();
  });

  /** Waits for a mark in what is printed, and answers what is before it. */
  const until = async (mark: string): Promise<string> => {
    while (!printed.includes(mark)) {
      if (shell.exitCode !== null) throw new Error(printed);
      more = Promise.withResolvers<void>();
      await more.promise;
    }
    const [before = "", after = ""] = printed.split(mark);
    printed = after;
    return before;
  };

  return {
    folder,
    /** Types commands, and answers what they print, errors included. */
    async type(script: string): Promise<string> {
      const mark = `-- ${crypto.randomUUID()} --`;
      shell.stdin.write(`${script}\nprintf %s '${mark}'\n`);
      return until(mark);
    },
    async stop() {
      if (shell.exitCode === null) {
        const ended = new Promise((done) => void shell.once("exit", done));
        shell.stdin.end();
        await ended;
      }
      await rm(folder, { recursive: true });
    },
  };
}
