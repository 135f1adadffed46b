import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** How a process ended: with an exit `code`, or by a `signal`. */
export type ProcessExit = { code: number | null; signal: NodeJS.Signals | null };

export type TiedProcess = {
  pid: number | undefined;
  /** Resolves when the process has ended and all its output was delivered. Never rejects. */
  exited: Promise<ProcessExit>;
  /** Asks the process to end, and kills it after `graceMs`. May be called again. */
  stop(graceMs?: number): Promise<ProcessExit>;
};

export type TiedProcessOptions = {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Called with each line of output, from stdout and stderr. */
  onLine: (line: string) => void;
  /** A folder to remove if this process is killed and can't remove it itself. */
  scratchDir?: string;
  /** Whether only this user may read the files that the command writes. */
  isPrivate?: boolean;
};

const GRACE_MS = 5_000;

/**
 * Becomes the command, and leaves a watcher that waits for the end of a pipe. Nothing is written to that pipe: it ends
 * when the process at its other end does, even by SIGKILL. `$$` is the shell, and later the command. The watcher is in
 * the group that it signals, hence `trap`. It waits with the builtin `read`, because `cat` would be one more process to
 * end. A zombie has no `/proc/<pid>/exe`; an ended process stays one in a container without an init.
 */
const WATCHED = `
  scratch=$1; umask $2; shift 2
  runs() { kill -0 $$ && { [ ! -e /proc/$$ ] || [ -e /proc/$$/exe ]; }; }
  exec 3<&0 </dev/null
  (
    exec >/dev/null 2>&1
    trap '' TERM
    read -r _ <&3
    kill -TERM -$$
    tries=50
    while [ $tries -gt 0 ] && runs; do sleep 0.1; tries=$((tries - 1)); done
    if [ -n "$scratch" ]; then rm -rf -- "$scratch"; fi
    kill -KILL -$$
  ) &
  exec 3<&-
  exec "$@"
`;

/**
 * Starts a command that ends, with all its child processes, when this process does: on `stop()`, on a normal exit, on
 * Ctrl-C and on `kill -9`. It has its own session, so Ctrl-C in the terminal reaches only this process, which then
 * decides the order in which things end.
 *
 * Windows has no `sh`. There the command ends by `stop()` and by Ctrl-C, which reaches everything in the console.
 */
export function spawnTied(options: TiedProcessOptions): TiedProcess {
  const child = spawnWatched(options);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("exit", () => {
      signalGroup(child, "SIGKILL"); // the watcher, and anything that the command left running
      child.stdin?.destroy();
    });
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      options.onLine(error.message);
      resolve({ code: null, signal: null });
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", options.onLine);
  }
  return {
    pid: child.pid,
    exited,
    async stop(graceMs = GRACE_MS) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

function spawnWatched({ command, args, env, cwd, scratchDir = "", isPrivate }: TiedProcessOptions): ChildProcess {
  if (process.platform === "win32") return spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const mask = isPrivate ? "077" : process.umask().toString(8);
  return spawn("/bin/sh", ["-c", WATCHED, "sh", scratchDir, mask, command, ...args], {
    cwd,
    env,
    stdio: "pipe",
    detached: true,
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    else process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended.
  }
}
