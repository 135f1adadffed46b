import { styleText } from "node:util";
import { audit, auditUsage } from "./audit.ts";
import { dev, devUsage } from "./dev.ts";
import { listen, listenUsage } from "./listen.ts";
import { newTill, newUsage } from "./new-till.ts";
import { replay, replayUsage } from "./replay/replay.ts";
import { createShutdown, type Shutdown } from "./session/shutdown.ts";
import { verify, verifyUsage } from "./verify/verify.ts";

interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** What it does and takes. */
  readonly usage: (args: readonly string[]) => string;
  /** Resolves with the exit code, or with undefined if the process goes on until Ctrl-C. */
  readonly run: (args: string[], shutdown: Shutdown) => Promise<number | undefined>;
}

const goesOn = undefined;
const listenCommands = { listen: "npx till listen", dev: "npx till dev" };

const commands: Readonly<Record<string, Command>> = {
  dev: {
    summary: "runs Till here: the shop, the API, the database with demo data",
    usage: () => devUsage,
    run: (args, shutdown) => dev(args, shutdown).then(() => goesOn),
  },
  new: {
    summary: "makes a till, a whole shop of its own, on a running Till",
    usage: () => newUsage,
    run: (args) => newTill(args).then(() => 0),
  },
  listen: {
    summary: "receives webhooks, verifies them and prints them",
    usage: () => listenUsage(listenCommands.listen),
    run: (args, shutdown) => listen(args, listenCommands, shutdown).then(() => goesOn),
  },
  verify: {
    summary: "attacks your own webhook handler or checkout, and says what does not hold",
    usage: verifyUsage,
    run: verify,
  },
  audit: {
    summary: "recalculates a till from its events, and prints what differs",
    usage: () => auditUsage,
    run: audit,
  },
  replay: {
    summary: "does again what happened to the orders of a failed test or a dossier",
    usage: () => replayUsage,
    run: replay,
  },
};

const nameWidth = Math.max(...Object.keys(commands).map((name) => name.length));
const overview = [
  ...Object.entries(commands).map(([name, { summary }]) => `till ${name.padEnd(nameWidth)}   ${summary}`),
  "",
  "npx till dev --help says what a command does and takes.",
].join("\n");

/** Runs the command of a command line: `["dev"]`. Ends the process, at once or on Ctrl-C. */
export async function runCommand(args: string[]): Promise<void> {
  const shutdown = createShutdown();
  try {
    const exitCode = await run(args, shutdown);
    if (exitCode !== undefined) await shutdown.end(exitCode);
  } catch (error) {
    console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
    await shutdown.end(1);
  }
}

/** Runs a command, or prints what there is. @throws a sentence that says what to do. */
export async function run([name, ...args]: string[], shutdown: Shutdown): Promise<number | undefined> {
  if (name === undefined || ["help", "--help", "-h"].includes(name)) {
    console.log(overview);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Error(`There is no command "${name}". The commands are:\n\n${overview}`);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(command.usage(args));
    return 0;
  }
  try {
    return await command.run(args, shutdown);
  } catch (error) {
    if (!isWrongOption(error)) throw error;
    throw new Error(`${error.message}. npx till ${name} --help says what it takes.`, { cause: error });
  }
}

/** Whether Node's `parseArgs` has refused an argument. */
const isWrongOption = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
