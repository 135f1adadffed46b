#!/usr/bin/env node
const needed = { major: 22, minor: 13 };

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < needed.major || (major === needed.major && minor < needed.minor)) {
  console.error(`Till needs Node ${needed.major}.${needed.minor} or newer. This is Node ${process.versions.node}.`);
  process.exit(1);
}
// An older Node can't even load the rest.
const { runCommand } = await import("../commands.ts");
await runCommand(process.argv.slice(2));
