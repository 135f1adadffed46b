import { newTill as makeTill } from "./own-till.ts";
import { auditBy } from "./audit-all.ts";
import { createClient } from "@libsql/client/http";
import { type Race, type RunRaceInput, limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

async function newTill() {
  const made = await makeTill(till);
  const { race } = made.asha.sandbox;
  return { ...made, race: (input: Parameters<typeof race.mutate>[0]) => race.mutate(input) };
}

const all = { one_success: true, money_balanced: true, stock_exact: true, audit_clean: true };
const held = ({ invariants }: Race) => Object.fromEntries(invariants.map(({ name, holds }) => [name, holds]));
const nothingBroken = ({ invariants }: Race) => invariants.flatMap(({ broken }) => broken);

const [asha, meera] = ["usr_asha", "usr_meera"];
const order = { as: asha, items: [{ productId: 1, quantity: 2 }], paymentMethod: "ONLINE" as const };

/** So many rounds in a till of their own, in each of which as many attempts as may be race to pay an order. */
async function raceToPay(roundCount: number) {
  const { race, meera: staff } = await newTill();
  const run = await race({ order, rounds: roundCount, commands: [{ command: "pay", as: asha, times: limits.racers }] });
  expect(run.rounds).toHaveLength(roundCount);
  for (const { done, refused, racers, orderId } of run.rounds) {
    expect({ done, refused }).toEqual({ done: 1, refused: { ORDER_NOT_PENDING: 63 } });
    expect(racers).toHaveLength(64);
    expect(new Set(racers.map((one) => one.orderId))).toEqual(new Set([orderId]));
    const whys = new Set(racers.map(({ message }) => message));
    expect(whys).toEqual(new Set([null, `Order #${orderId} is already paid.`]));
  }
  expect(nothingBroken(run)).toEqual([]);
  expect(held(run)).toEqual(all);
  await till.settled();
  const { items } = await staff.notifications.list.query({ limit: 100 });
  expect(items.filter(({ channel, status }) => channel === "EMAIL" && status === "SENT")).toHaveLength(roundCount);
  const { checked, differences } = await auditBy(staff);
  expect({ checked, differences }).toEqual({ checked: roundCount, differences: [] });
}

const payRounds = rounds(1_000, 3);

test(`in ${payRounds} rounds of 64 attempts to pay an order one wins, the others are told why, and the audit is clean`, async () => {
  for (let left = payRounds; left > 0; left -= limits.raceRounds) await raceToPay(Math.min(left, limits.raceRounds));
}, 1_800_000);

test("paying races with cancelling: one of them, and no other", async () => {
  const { race } = await newTill();
  const commands = [
    { command: "pay", as: asha, times: 4 },
    { command: "cancel", as: asha, times: 4 },
    { command: "cancel", as: meera },
  ] as const;
  const run = await race({ order, rounds: 5, commands: [...commands] });
  for (const { done, racers } of run.rounds) {
    expect(done).toBe(1);
    const codes = racers.flatMap(({ code }) => (code === null ? [] : [code]));
    expect(new Set(codes)).toEqual(new Set(["ORDER_NOT_PENDING"]));
  }
  expect(held(run)).toEqual(all);
});

test("a payment that waits is confirmed once", async () => {
  const { race } = await newTill();
  const waiting = { ...order, source: { token: "pm_card_threeDSecure2Required" } };
  const run = await race({ order: waiting, commands: [{ command: "confirm", as: asha, times: 8 }] });
  // A repeated confirmation answers with what the first one did.
  expect(run.rounds[0]?.refused).toEqual({});
  expect(held(run)).toEqual(all);
});

test("refunds never give back more than was paid", async () => {
  const { race, asha: api } = await newTill();
  const paid = { ...order, source: { token: "pm_card_visa" } };
  const run = await race({
    order: paid,
    commands: [{ command: "refund", as: meera, times: 9, input: { amount: 20_000, restock: true } }],
  });
  const [round] = run.rounds;
  const { totalAmount, refundedAmount } = await api.orders.get.query({ id: round?.orderId ?? 0 });
  expect(round?.done).toBe(Math.floor(totalAmount / 20_000));
  expect(refundedAmount).toBe((round?.done ?? 0) * 20_000);
  expect(Object.keys(round?.refused ?? {})).toEqual(["REFUND_EXCEEDS_BALANCE"]);
  expect(held(run)).toEqual(all);
});

test("customers who buy the last pieces get them once", async () => {
  const { race, asha: api } = await newTill();
  const { items } = await api.products.list.query({ limit: 100 });
  const scarce = items.find(({ stock }) => stock !== null && stock > 0 && stock < 10);
  const input = { items: [{ productId: scarce?.id, quantity: 1 }], paymentMethod: "COD" };
  const commands = ["usr_asha", "usr_ben", "usr_chen"].map((as) => ({
    command: "create" as const,
    as,
    times: 10,
    input,
  }));
  const run = await race({ commands });
  const [round] = run.rounds;
  expect(round?.done).toBe(scarce?.stock);
  expect(Object.keys(round?.refused ?? {})).toContain("OUT_OF_STOCK");
  expect((await api.products.get.query({ id: scarce?.id ?? 0 })).stock).toBe(0);
  expect(held(run)).toEqual(all);
});

test("a racer is refused as everybody is, by policy, by input and by ownership", async () => {
  const { race } = await newTill();
  const run = await race({
    order,
    commands: [
      { command: "collect", as: asha },
      { command: "refund", as: meera },
      { command: "pay", as: asha, input: { id: 999_999 } },
      { command: "pay", as: asha, input: { id: "one" } },
      { command: "cancel", as: asha, input: { because: "I can" } },
    ],
  });
  const codes = Object.fromEntries(run.rounds[0]?.racers.map(({ racer, code }) => [racer, code]) ?? []);
  expect(codes).toEqual({
    0: "FORBIDDEN",
    1: "ORDER_NOT_REFUNDABLE",
    2: "ORDER_NOT_FOUND",
    3: "VALIDATION_FAILED",
    4: "VALIDATION_FAILED",
  });
});

/** The database of a till. */
function databaseOf(id: string) {
  const { DATABASE_URL: url = "", DATABASE_AUTH_TOKEN: authToken = "" } = till.env;
  const database = createClient({ url: url.replace("{till}", id), authToken });
  onTestFinished(() => database.close());
  return database;
}

test("rows that were changed by hand break what must hold, and the race says what", async () => {
  const { id, race, asha: api } = await newTill();
  const database = databaseOf(id);
  const placed = async () => {
    const { id: orderId } = await api.orders.create.mutate({ items: [...order.items], paymentMethod: "ONLINE" });
    const source = { token: "pm_card_visa_chargeDeclined" };
    await refusalOf(api.orders.pay.mutate({ id: orderId, source }));
    await api.orders.pay.mutate({ id: orderId });
    return orderId;
  };
  const [twice, tooMuch] = [await placed(), await placed()];
  await database.execute("DROP INDEX payments_one_succeeded");
  await database.execute(`UPDATE payments SET status = 'SUCCEEDED', decline_code = NULL WHERE order_id = ${twice}`);
  await database.execute(
    `UPDATE payments SET amount = amount - 1 WHERE order_id = ${tooMuch} AND status = 'SUCCEEDED'`,
  );
  // Somebody takes a piece away while the race is on.
  let isTaken = false;
  till.world.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!isTaken && String(init?.body).includes("AS held")) {
      isTaken = true;
      await database.execute("UPDATE products SET stock = stock - 1 WHERE id = 2");
    }
    return response;
  };
  const commands = [twice, tooMuch].map((one) => ({ command: "pay" as const, as: asha, input: { id: one } }));
  const run = await race({ commands });
  expect(Object.values(held(run))).toEqual([false, false, false, false]);
  const broken = nothingBroken(run);
  expect(broken).toContain(`Order #${twice} has 2 successful payments.`);
  expect(broken.filter((text) => text.startsWith(`Order #${tooMuch} is PAID and `))).toHaveLength(1);
  expect(broken.filter((text) => text.startsWith("Product 2 had "))).toHaveLength(1);
  expect(broken).toContain(`PAYMENT_AMOUNT of order #${tooMuch}`);
});

test("people and sizes are checked, and the default till takes no race", async () => {
  const { race } = await newTill();
  const pay = { command: "pay", as: asha, input: { id: 1 } } as const;
  expect(await refusalOf(race({ commands: [{ ...pay, as: "usr_nobody" }] }))).toMatchObject({ code: "USER_NOT_FOUND" });
  const inputs: [string, Partial<RunRaceInput>][] = [
    [
      "commands",
      {
        commands: [
          { ...pay, times: 64 },
          { ...pay, times: 1 },
        ],
      },
    ],
    ["order", { rounds: 2 }],
    ["rounds", { order, rounds: limits.raceRounds + 1 }],
  ];
  for (const [field, more] of inputs)
    expect(await refusalOf(race({ commands: [pay], ...more }))).toMatchObject({ details: { issues: [{ field }] } });
  expect(await refusalOf(till.as(null).sandbox.race.mutate({ commands: [pay] }))).toMatchObject({ code: "FORBIDDEN" });
});
