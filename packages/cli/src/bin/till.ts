#!/usr/bin/env node
import { sayOldNode } from "../old-node.ts";

const oldNode = sayOldNode();
if (oldNode !== null) {
  console.error(oldNode);
  process.exit(1);
}
// An older Node can't even load the rest.
const { runCommand } = await import("../commands.ts");
await runCommand(process.argv.slice(2));
