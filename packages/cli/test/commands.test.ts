import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { run } from "../src/commands.ts";
import type { Shutdown } from "../src/session/shutdown.ts";
import { outputOf } from "./output-of.ts";

/** No command here goes on until Ctrl-C. */
const never = (): never => {
  throw new Error("Nothing is to be stopped.");
};
const shutdown: Shutdown = { add: never, endWith: never, end: never };
const till = (...args: string[]) => outputOf(() => run(args, shutdown));

test("the help of till has a line for each command, and --help of a command is about that command", async () => {
  const { exitCode, output } = await till("--help");
  expect(exitCode).toBe(0);
  const names = [...output.matchAll(/^till (\w+) {3,}\S/gm)].map(([, name]) => name ?? "");
  expect(names).toEqual(["dev", "new", "listen", "verify", "audit", "replay"]);
  for (const name of names)
    expect(await till(name, "--help")).toMatchObject({ exitCode: 0, output: expect.stringContaining(`till ${name}`) });
  const { output: webhooks } = await till("verify", "webhooks", "--help");
  expect(webhooks).toContain("--state-url");
  expect(webhooks).not.toContain("till verify checkout");
});

test("the page of commands says of each what its help says", async () => {
  const page = readFileSync(new URL("../../../docs/reference/commands.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `till (\w+)` +\| (.+?) +\|$/gm)].map(([, name, text]) => [name, text]);
  const { output } = await till("--help");
  expect(rows).toEqual([...output.matchAll(/^till (\w+) {3,}(\S.+)$/gm)].map(([, name, text]) => [name, text]));
});

test("each wrong argument is one sentence that names it", async () => {
  vi.stubEnv("TILL_WEBHOOK_SECRET", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const hooks = ["verify", "webhooks"];
  const url = ["--url", "http://localhost:3000/hooks"];
  for (const [args, message] of [
    [["verfy"], 'There is no command "verfy". The commands are:'],
    [["new", "--nme", "Returns"], "Unknown option '--nme'. npx till new --help says what it takes."],
    [["verify"], "till verify takes webhooks or checkout."],
    [hooks, "--url is missing: the address of your server, such as --url http://localhost:3000/hooks"],
    [[...hooks, "--url", "localhost:3000"], "--url must be an http or https address, such as --url http://localhost"],
    [[...hooks, ...url, "--secret", "hello"], "--secret must be the secret of a webhook endpoint: whsec_ and the"],
    [[...hooks, ...url], /^--secret is missing: [^]+npx till verify webhooks --url \S+ --secret whsec_[\w+/]{43}=$/],
    [["verify", "checkout", ...url, "--wait", "soon"], "--wait must be a number of seconds from 0 to 600."],
    [["audit", "--url", "http://127.0.0.1:1"], "No Till answers at http://127.0.0.1:1. Start one with: npx till dev"],
  ] as const)
    await expect(till(...args)).rejects.toThrow(message);
});
