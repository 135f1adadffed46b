import { execFile, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { tillUrl } from "../src/provided.ts";

const run = promisify(execFile);
const examples = resolve(import.meta.dirname, "../../../examples");

/** Runs a command of an example against the Till of the tests. */
async function runExample(name: string, command: string, args: string[]) {
  const env = { ...process.env, TILL_URL: inject(tillUrl), PYTHONDONTWRITEBYTECODE: "1" };
  return run(command, args, { cwd: resolve(examples, name), env });
}

/** Till needs no Python, so a machine may have none. CI installs it, and says so. */
const isPythonExpected =
  process.env["TILL_TEST_PYTHON"] === "on" || spawnSync("python3", ["--version"]).error === undefined;

test.runIf(isPythonExpected)("the tests of the example in Python pass", async () => {
  const { stderr } = await runExample("python", "python3", ["-m", "unittest"]);
  expect(stderr).toMatch(/^Ran 5 tests in .*\n\nOK$/m);
});

test("the script fills a till", async () => {
  const { stdout } = await runExample("node-script", process.execPath, ["src/fill-till.ts"]);
  expect(stdout.replace(/\/t\/\w+/, "/t/…")).toBe(
    `#1 of usr_asha: PAID
#2 of usr_ben: CANCELLED
#3 of usr_asha: REFUNDED
#4 of usr_ben: PAID
#5 of usr_asha: PENDING
The shop: ${inject(tillUrl)}/t/…
`,
  );
});

test("the agent is declined, pays with another card and reads the story", async () => {
  const { stdout } = await runExample("agent", process.execPath, ["src/agent.ts"]);
  expect(stdout.replace(/\/t\/\w+/, "/t/…")).toBe(
    `orders_pay: Pay an order
orders_collect: not for customers
Order #1 of Attikan Estate Coffee, 250 g: PENDING
PAYMENT_DECLINED: The card does not have enough funds. Try another card. Possible now: pay, cancel
Paid: PAID
- Order placed: 2 items, ₹1,098.00, to be paid online.
- Payment with a Visa card ending in 9995 failed. The card does not have enough funds. Try another card.
- Paid ₹1,098.00 with a Visa card ending in 4242.
The shop: ${inject(tillUrl)}/t/…
`,
  );
});
