import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Till, startTill } from "@till/api/testing";
import { type TillClient, createTillClient } from "@till/client";
import type { CreatedTill, Dossier } from "@till/contracts";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { replay } from "../src/replay/replay.ts";
import { scratchDir } from "./scratch.ts";
import { outputOf } from "./output-of.ts";
import { overHttp } from "./till-over-http.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
afterAll(() => till.stop());

/** Writes a file, and returns its path. */
async function save(content: unknown): Promise<string> {
  const path = join(await scratchDir(), "failed.json");
  await writeFile(path, JSON.stringify(content));
  return path;
}

/** A till with a customer and staff, and the file of what happened to some of its orders. */
async function scene() {
  const url = await overHttp(till);
  const made: CreatedTill = await createTillClient({ url }).sandbox.tills.create.mutate({ ttlMinutes: 600 });
  const as = (id: string): TillClient =>
    createTillClient({ url: made.url, token: made.people.find((person) => person.id === id)?.token });
  const [asha, meera] = [as("usr_asha"), as("usr_meera")];
  await meera.sandbox.clock.set.mutate({ mode: "frozen" });
  return {
    ...made,
    asha,
    meera,
    dossierOf: (id: number): Promise<Dossier> => meera.orders.dossier.query({ id }),
    origin: url,
    /** Replays a file with this content. */
    replayed: async (content: unknown) => {
      const path = await save(content);
      return outputOf(() => replay([path, "--url", url]));
    },
  };
}

const basket = { items: [{ productId: 1, quantity: 2 }], paymentMethod: "ONLINE" as const };
const recorded = {
  shippingAddress: { line1: "1 High Street", city: "Pune", country: "IN" },
  contact: { email: "gift@example.com" },
  metadata: { table: "7" },
  reference: "SO-1",
  extras: [
    { type: "SHIPPING", name: "Parcel", amount: 500 },
    { type: "TAX", name: "GST", amount: 90, included: true, rate: 1_800 },
  ],
} as const;
const declined = (call: Promise<unknown>) => expect(call).rejects.toThrow(/declined|failed|enough|expired/i);

test("all that persons and time did to some orders is done again, and goes the same", async () => {
  const { id: tillId, url, asha, meera, dossierOf, origin, replayed } = await scene();
  const { clock } = meera.sandbox;
  const place = async (more: object = {}) => (await asha.orders.create.mutate({ ...basket, ...more })).id;
  const [paid, cash, late, left] = [
    await place({ discountCode: "WELCOME10", ...recorded }),
    await place({ paymentMethod: "COD" }),
    await place(),
    await place(),
  ];
  const lapsed = { number: "4242424242424242", expMonth: 1, expYear: 2021, cvc: "123" };
  await declined(asha.orders.pay.mutate({ id: paid, source: { card: lapsed } }));
  await declined(asha.orders.pay.mutate({ id: paid, source: { upi: "failure@razorpay" } }));
  await clock.advance.mutate({ minutes: 3 });
  const secured = { id: paid, source: { token: "pm_card_threeDSecure2Required" } };
  await asha.orders.pay.mutate(secured);
  const { payment } = await asha.orders.pay.mutate({ ...secured, replace: true });
  await asha.orders.confirm.mutate({ id: paid, paymentId: payment.id, outcome: "COMPLETE" });
  await meera.orders.refund.mutate({ id: paid, amount: 1_000, reason: "Broken", restock: true });
  await meera.orders.collect.mutate({ id: cash });
  await declined(asha.orders.pay.mutate({ id: late, source: { token: "sim:insufficient_funds~succeeded" } }));
  await clock.advance.mutate({ hours: 2 });
  const dossiers = await Promise.all([paid, cash, late, left].map(dossierOf));
  expect(dossiers.map(({ order }) => order.status)).toEqual(["PAID", "PAID", "PAID", "CANCELLED"]);

  const { exitCode, output } = await replayed({ till: { id: tillId, url }, dossiers });
  expect(output).toContain("Everything went as it did then.");
  expect(exitCode).toBe(0);
  const replayUrl = `${origin}${/\/t\/\w+(?=\/counter\/orders\/1\/)/.exec(output)?.[0]}`;
  const { token } = await createTillClient({ url: replayUrl }).sandbox.signIn.mutate({ userId: "usr_meera" });
  const again = await createTillClient({ url: replayUrl, token }).orders.list.query({ reference: "SO-1" });
  expect(again.items).toMatchObject([{ id: 1, ...recorded }]);
  for (const line of [
    `+0:00:00  #${paid}  usr_asha orders 2 × COF-ATT-250 with the code WELCOME10, ONLINE`,
    `+0:00:00  #${paid}  usr_asha pays with a Visa card ending in 4242\n          ✓ payment.failed, expired_card`,
    `+0:00:00  #${paid}  usr_asha pays with UPI failure@razorpay\n          ✓ payment.failed, payment_failed`,
    `+0:03:00  #${paid}  usr_asha pays with a Visa card ending in 3220 instead\n          ✓ payment.action_required`,
    `+0:03:00  #${paid}  usr_asha confirms with the bank\n          ✓ order.paid`,
    `+0:03:00  #${paid}  usr_meera gives back ₹10.00, with the items back in stock\n          ✓ order.refunded, ₹10.00`,
    `+0:03:00  #${cash}  usr_meera takes the cash\n          ✓ order.paid`,
    `+0:04:00  #${late}  Till does what is due\n          ✓ order.paid`,
    `+0:30:00  #${left}  Till does what is due\n          ✓ order.cancelled`,
  ])
    expect(output).toContain(line);
  expect(output).toMatch(
    /Now it is #1: PAID, ₹\d+\.\d\d, ₹10\.00 of it given back\.\n {2}http\S+\/t\/\w+\/counter\/orders\/1\/dossier/,
  );
});

test("a dossier of the counter is replayed, and what goes differently or can't be done is said", async () => {
  const { asha, dossierOf, replayed } = await scene();
  const { id } = await asha.orders.create.mutate(basket);
  await asha.orders.pay.mutate({ id });
  const dossier = await dossierOf(id);
  const [created, paid] = dossier.events;
  expect((await replayed(dossier)).exitCode).toBe(0);

  // Then the same card was declined, as if Till had a fault.
  const failed = { ...paid, type: "payment.failed", data: { declineCode: "lost_card" } };
  const changed = await replayed({ ...dossier, events: [created, failed] });
  expect(changed.output).toContain("✗ then: payment.failed, lost_card\n            now:  order.paid");
  expect(changed.exitCode).toBe(1);

  const text = JSON.stringify(dossier).replaceAll("usr_asha", "usr_zoe");
  const stranger = await replayed(JSON.parse(text));
  expect(stranger.output).toMatch(/usr_zoe is not in the new till\. usr_\w+ stands in\./);
  expect(stranger.exitCode).toBe(0);

  const unknown = await replayed(JSON.parse(JSON.stringify(dossier).replaceAll("COF-ATT-250", "HAT-1")));
  expect(unknown.output).toContain("✗ Not done: The new till has no product HAT-1. Then: order.created, ₹1,098.00.");
  expect(unknown.output).toContain("✗ Not done: Its order was not placed. Then: order.paid.");
  expect(unknown.output).toContain(`Order #${id} was PAID, ₹1,098.00. It is not placed.`);
  expect(unknown.exitCode).toBe(1);
});

test("an order that staff placed for a guest is placed and paid by who stands in for the guest", async () => {
  const { url, meera, dossierOf, replayed } = await scene();
  const customer = { name: "Ravi Iyer", email: "ravi@example.com" };
  const { id, userId, guestLink = "" } = await meera.orders.create.mutate({ ...basket, customer });
  await createTillClient({ url, token: new URL(guestLink).hash.slice(1) }).orders.pay.mutate({ id });
  const { exitCode, output } = await replayed(await dossierOf(id));
  expect(output).toContain(`${userId} is not in the new till.`);
  expect(output).toContain("Everything went as it did then.");
  expect(exitCode).toBe(0);
});

test("if the Till of the file has stopped, as after a test run, the orders are replayed in the one that runs", async () => {
  const { asha, dossierOf, origin } = await scene();
  const { id } = await asha.orders.create.mutate(basket);
  const path = await save({ till: { id: "gone", url: "http://127.0.0.1:1/t/gone" }, dossiers: [await dossierOf(id)] });
  vi.stubEnv("TILL_URL", origin);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await outputOf(() => replay([path]))).output).toContain(`${origin}/t/`);
});

test("a product that the demo data lacks is found in a copy of the till", async () => {
  const { id: tillId, url, asha, dossierOf, replayed } = await scene();
  const { id } = await asha.orders.create.mutate(basket);
  const text = JSON.stringify({ till: { id: tillId, url }, dossiers: [await dossierOf(id)] });
  const { output } = await replayed(JSON.parse(text.replaceAll("COF-ATT-250", "HAT-1")));
  expect(output).toContain(`The demo data has no product HAT-1, so this is a copy of the till ${tillId}`);
});

test("a file that is something else is refused in a sentence", async () => {
  const { replayed } = await scene();
  await expect(replayed({ order: { id: 42 } })).rejects.toThrow(
    /is neither a dossier from the counter nor the file of a failed test: writtenAt is missing\.$/,
  );
  await expect(outputOf(() => replay(["/nowhere.json"]))).rejects.toThrow("The file /nowhere.json can't be read.");
  await expect(outputOf(() => replay([]))).rejects.toThrow("till replay takes one file.");
});
