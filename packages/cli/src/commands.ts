import { styleText } from "node:util";
import { dev, devUsage } from "./dev.ts";
import { listen, listenUsage } from "./listen.ts";
import { newTill, newUsage } from "./new-till.ts";
import { createShutdown, type Shutdown } from "./session/shutdown.ts";

const commands = { listen: "npx till listen", dev: "npx till dev" };
const usage = [devUsage, newUsage, listenUsage(commands.listen)].join("\n\n");

/** Runs the command of a command line: `["dev"]`. Ends the process, at once or on Ctrl-C. */
export async function runCommand([command, ...args]: string[]): Promise<void> {
  const shutdown = createShutdown();
  try {
    await run(command, args, shutdown);
  } catch (error) {
    console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
    await shutdown.end(1);
  }
}

/** `dev` and `listen` go on until Ctrl-C. */
async function run(command: string | undefined, args: string[], shutdown: Shutdown): Promise<void> {
  if (args.includes("--help") || args.includes("-h") || command === undefined || command === "help") {
    console.log(usage);
    return void (await shutdown.end(0));
  }
  switch (command) {
    case "dev":
      return dev(args, shutdown);
    case "listen":
      return listen(args, commands, shutdown);
    case "new":
      await newTill(args);
      return void (await shutdown.end(0));
    default:
      throw new Error(`There is no command "${command}". The commands are:\n\n${usage}`);
  }
}
