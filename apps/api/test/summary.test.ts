import { afterAll, beforeEach, expect, test } from "vitest";
import { createRemoteGateway } from "./remote-gateway.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
/** A summary is of the whole shop, so each test has one of its own. */
beforeEach(async () => {
  await till?.stop();
  till = await startTill();
});
afterAll(() => till.stop());

const at = (time: string) => {
  till.world.time = new Date(time);
};

const summary = (input: { days?: number; timezone?: string } = {}) =>
  till.as(somebody("staff")).orders.summary.query(input);

async function shopping(unitPrice: number) {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct({ unitPrice }), quantity: 1 }];
  const place = async (paymentMethod: "ONLINE" | "COD" = "ONLINE") =>
    (await api.orders.create.mutate({ items, paymentMethod })).id;
  return { api, place };
}

test("a day is summed up: orders placed, paid, cancelled and refunded, money in and out, and why payments failed", async () => {
  at("2026-05-01T10:00:00.000Z");
  const { api, place } = await shopping(5_000);
  const staff = till.as(somebody("staff"));
  const [online, cash, cancelled] = [await place(), await place("COD"), await place()];
  const decline = (token: string) => api.orders.pay.mutate({ id: online, source: { token } }).catch(() => undefined);
  await decline("pm_card_visa_chargeDeclined");
  await decline("pm_card_visa_chargeDeclinedInsufficientFunds");
  await decline("pm_card_visa_chargeDeclinedInsufficientFunds");
  await api.orders.pay.mutate({ id: online });
  await staff.orders.collect.mutate({ id: cash });
  await staff.orders.refund.mutate({ id: online, amount: 1_500 });
  await staff.orders.refund.mutate({ id: online });
  await api.orders.cancel.mutate({ id: cancelled });

  at("2026-05-02T00:00:00.000Z");
  await place();
  const { timezone, days } = await summary({ days: 2 });
  expect(timezone).toBe("UTC");
  expect(days).toEqual([
    {
      date: "2026-05-01",
      from: "2026-05-01T00:00:00.000Z",
      until: "2026-05-02T00:00:00.000Z",
      placed: 3,
      paid: 2,
      cancelled: 1,
      refunded: 2,
      amounts: [{ currency: "INR", paid: 10_000, refunded: 5_000 }],
      declines: [
        { declineCode: "insufficient_funds", attempts: 2 },
        { declineCode: "generic_decline", attempts: 1 },
      ],
    },
    {
      date: "2026-05-02",
      from: "2026-05-02T00:00:00.000Z",
      until: "2026-05-03T00:00:00.000Z",
      placed: 1,
      paid: 0,
      cancelled: 0,
      refunded: 0,
      amounts: [],
      declines: [],
    },
  ]);
});

test("an attempt that its customer gave up for another card was not declined", async () => {
  till.world.gateway = createRemoteGateway().gateway;
  const { api, place } = await shopping(5_000);
  const id = await place();
  await api.orders.pay.mutate({ id, source: { token: "tok_3ds" } });
  const { order } = await api.orders.pay.mutate({ id, source: { token: "tok_good" }, replace: true });
  expect(order.payments.map(({ declineCode }) => declineCode)).toEqual(["attempt_replaced", null]);
  expect((await summary({ days: 1 })).days).toMatchObject([{ paid: 1, declines: [] }]);
});

test("each currency has its own amounts", async () => {
  const { api, place } = await shopping(5_000);
  const rupees = await place();
  await till.rows("UPDATE products SET currency = 'EUR'");
  const euros = await place();
  for (const id of [rupees, euros]) await api.orders.pay.mutate({ id });
  expect((await summary({ days: 1 })).days.map(({ amounts }) => amounts)).toEqual([
    [
      { currency: "EUR", paid: 5_000, refunded: 0 },
      { currency: "INR", paid: 5_000, refunded: 0 },
    ],
  ]);
});

const placedOn = async (timezone: string) =>
  (await summary({ days: 2, timezone })).days.map(({ date, placed }) => [date, placed]);

test("days begin at midnight in the time zone that was asked for", async () => {
  at("2026-05-01T18:29:59.999Z");
  const { place } = await shopping(5_000);
  await place();
  at("2026-05-01T18:30:00.000Z");
  await place();
  expect(await placedOn("Asia/Kolkata")).toEqual([
    ["2026-05-01", 1],
    ["2026-05-02", 1],
  ]);
  expect(await placedOn("UTC")).toEqual([
    ["2026-04-30", 0],
    ["2026-05-01", 2],
  ]);
});

test("without a wish it covers seven days", async () => {
  expect((await summary()).days).toHaveLength(7);
});

test.each([
  [{ days: 0 }, "days must be a whole number from 1 to 31."],
  [{ days: 32 }, "days must be a whole number from 1 to 31."],
  [{ timezone: "Mars/Olympus" }, "timezone must be the name of a time zone, such as Asia/Kolkata."],
])("%j is refused", async (input, message) => {
  expect(await refusalOf(summary(input))).toMatchObject({ code: "VALIDATION_FAILED", message });
});

test("it is for staff only", async () => {
  expect(await refusalOf(till.as(somebody()).orders.summary.query({}))).toMatchObject({ code: "FORBIDDEN" });
});
