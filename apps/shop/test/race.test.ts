import type { Race } from "@till/contracts";
import { expect, test } from "vitest";
import { brokenRules, tellRound } from "../src/counter/race/race.ts";

type Racer = Race["rounds"][number]["racers"][number];

const over = "Order #7 is already paid.";
const pay: Racer = { racer: 0, command: "pay", as: "usr_asha", outcome: "done", code: null, message: null, orderId: 7 };
const late: Racer = { ...pay, outcome: "refused", code: "ORDER_NOT_PENDING", message: over };
const cancel: Racer = { ...late, racer: 1, command: "cancel", as: "usr_meera" };

const race = (racers: Racer[], broken: string[] = []): Race => ({
  rounds: [{ orderId: null, done: 0, refused: {}, racers }],
  invariants: [
    { name: "one_success", holds: true, broken: [] },
    { name: "stock_exact", holds: broken.length === 0, broken },
  ],
});

test("racers that were answered alike are one line, with the sentence of their refusal", () => {
  expect(tellRound({ race: race([late, pay, cancel, late]), hasExpired: null })).toEqual({
    orderId: 7,
    won: [{ times: 1, command: "pay", as: "usr_asha", why: null }],
    lost: [
      { times: 2, command: "pay", as: "usr_asha", why: over },
      { times: 1, command: "cancel", as: "usr_meera", why: over },
    ],
  });
});

test("a fault of Till is no refusal, and the clock is a racer of its own", () => {
  const failed: Racer = { ...pay, outcome: "failed" };
  const { won, lost } = tellRound({ race: race([failed]), hasExpired: true });
  expect(won).toEqual([{ times: 1, command: "expire", as: null, why: null }]);
  expect(lost).toEqual([{ times: 1, command: "pay", as: "usr_asha", why: "Till failed." }]);
  const paid = tellRound({ race: race([pay]), hasExpired: false });
  expect(paid.won.map(({ command }) => command)).toEqual(["pay"]);
  expect(paid.lost.map(({ command, why }) => [command, why])).toEqual([
    ["expire", "The order was no longer waiting for money."],
  ]);
});

test("what breaks a rule in any round is found", () => {
  const found = brokenRules([race([pay]), race([pay], ["Product 2"]), race([pay], ["Product 3"])]);
  expect(Object.fromEntries(found.map(({ rule, broken }) => [rule, broken]))).toEqual({
    one_success: [],
    money_balanced: [],
    stock_exact: ["Product 2", "Product 3"],
    audit_clean: [],
  });
});
