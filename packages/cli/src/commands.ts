import { styleText } from "node:util";
import { dev, devUsage } from "./dev.ts";
import { listen, listenUsage } from "./listen.ts";
import { newTill, newUsage } from "./new-till.ts";
import { createShutdown, type Shutdown } from "./session/shutdown.ts";
import { verify, verifyUsage } from "./verify/verify.ts";

/** A command, and what it does and takes. */
interface Command {
  readonly usage: string;
  /** Resolves with the exit code, or never: the process goes on until Ctrl-C. */
  run(args: string[], shutdown: Shutdown): Promise<number | undefined>;
}

const goesOn = undefined;
const listenCommands = { listen: "npx till listen", dev: "npx till dev" };

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["dev", { usage: devUsage, run: (args, shutdown) => dev(args, shutdown).then(() => goesOn) }],
  ["new", { usage: newUsage, run: (args) => newTill(args).then(() => 0) }],
  [
    "listen",
    {
      usage: listenUsage(listenCommands.listen),
      run: (args, shutdown) => listen(args, listenCommands, shutdown).then(() => goesOn),
    },
  ],
  ["verify", { usage: verifyUsage, run: verify }],
]);

const usage = [...commands.values()].map((command) => command.usage).join("\n\n");

/** Runs the command of a command line: `["dev"]`. Ends the process, at once or on Ctrl-C. */
export async function runCommand([name, ...args]: string[]): Promise<void> {
  const shutdown = createShutdown();
  try {
    const exitCode = await run(name, args, shutdown);
    if (exitCode !== undefined) await shutdown.end(exitCode);
  } catch (error) {
    console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
    await shutdown.end(1);
  }
}

async function run(name: string | undefined, args: string[], shutdown: Shutdown): Promise<number | undefined> {
  const command = name === undefined ? undefined : commands.get(name);
  if (command === undefined) {
    if (name !== undefined && !["help", "--help", "-h"].includes(name))
      throw new Error(`There is no command "${name}". The commands are:\n\n${usage}`);
    console.log(usage);
    return 0;
  }
  if (!args.includes("--help") && !args.includes("-h")) return command.run(args, shutdown);
  console.log(command.usage);
  return 0;
}
