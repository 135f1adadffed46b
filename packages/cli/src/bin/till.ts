#!/usr/bin/env node
import { styleText } from "node:util";
import { dev, devUsage } from "../dev.ts";
import { listen, listenUsage } from "../listen.ts";
import { newTill, newUsage } from "../new-till.ts";
import { createShutdown } from "../session/shutdown.ts";

const commands = { listen: "npx till listen", dev: "npx till dev" };
const usage = [devUsage, newUsage, listenUsage(commands.listen)].join("\n\n");

const [command, ...args] = process.argv.slice(2);
const shutdown = createShutdown();
try {
  await run();
} catch (error) {
  console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
  await shutdown.end(1);
}

/** Runs the command. `dev` and `listen` go on until Ctrl-C. */
async function run(): Promise<void> {
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
