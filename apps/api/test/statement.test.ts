import type { Order, StatedAmounts, StatedFigures } from "@till/contracts";
import fc from "fast-check";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const timezone = "Asia/Kolkata";
const staff = () => till.as(somebody("staff"));

/** The figures that can be added up. */
const summed = (figures: Omit<StatedFigures, "firstInvoiceNumber" | "lastInvoiceNumber">) => [
  figures.orders,
  figures.grossAmount,
  figures.discountAmount,
  figures.extraAmount,
  figures.paidAmount,
  figures.refunds,
  figures.refundedAmount,
  figures.netAmount,
];

const addUp = (all: readonly StatedFigures[]) =>
  all.map(summed).reduce((sums, one) => sums.map((sum, index) => sum + (one[index] ?? 0)), Array<number>(8).fill(0));

const inr = (amounts: readonly StatedAmounts[]) => amounts.filter(({ currency }) => currency === "INR");

/** What came in and went out on a day of the summary. */
const money = (day: { paid: number; refunded: number } | undefined) => [day?.paid, day?.refunded];

interface Purchase {
  readonly minute: number;
  readonly paymentMethod: "ONLINE" | "COD";
  readonly unitPrice: number;
  readonly isDiscounted: boolean;
  readonly refundAfter: number | null;
}

/** Some minutes before and after November in the zone, so that both ends of the month are met. */
const purchase: fc.Arbitrary<Purchase> = fc.record({
  minute: fc.integer({ min: -2_000, max: 32 * 24 * 60 }),
  paymentMethod: fc.constantFrom("ONLINE", "COD"),
  unitPrice: fc.integer({ min: 1, max: 999_999 }),
  isDiscounted: fc.boolean(),
  refundAfter: fc.option(fc.integer({ min: 0, max: 50_000 })),
});

/** What happens, in the order of time: an order that is paid at once, and later its refund in part. */
async function live(purchases: readonly Purchase[], discountCode: string) {
  const zero = Date.parse("2026-10-31T18:30:00.000Z");
  const at = (minute: number, act: () => Promise<unknown>) => ({ time: new Date(zero + minute * 60_000), act });
  const steps = purchases.flatMap(({ minute, paymentMethod, unitPrice, isDiscounted, refundAfter }) => {
    let id = 0;
    const pay = async () => {
      const api = till.as(somebody());
      const items = [{ productId: await till.addProduct({ unitPrice }), quantity: 1 }];
      ({ id } = await api.orders.create.mutate({ items, paymentMethod, ...(isDiscounted && { discountCode }) }));
      await (paymentMethod === "COD" ? staff().orders.collect.mutate({ id }) : api.orders.pay.mutate({ id }));
    };
    const refund = async () => {
      const { totalAmount } = await staff().orders.get.query({ id });
      await staff().orders.refund.mutate({ id, amount: Math.ceil(totalAmount / 2) });
    };
    return [at(minute, pay), ...(refundAfter === null ? [] : [at(minute + refundAfter, refund)])];
  });
  for (const { time, act } of steps.toSorted((a, b) => a.time.getTime() - b.time.getTime())) {
    till.world.time = time;
    await act();
  }
}

test("a month is the sum of its days, of its payment methods, of the summary and of the rows of the export", async () => {
  const code = await till.addDiscount({ kind: "PERCENT", value: 15 });
  const check = async (purchases: readonly Purchase[]) => {
    await live(purchases, code);
    const statement = await staff().orders.statement.query({ month: "2026-11", timezone });
    const [total] = inr(statement.total);
    const days = statement.days.map(({ amounts }) => inr(amounts)[0]);
    expect(total ? summed(total) : addUp([])).toEqual(addUp(days.filter((day) => day !== undefined)));
    for (const day of [total, ...days])
      if (day) {
        expect(summed(day)).toEqual(addUp(day.methods));
        expect(day.paidAmount).toBe(day.grossAmount - day.discountAmount + day.extraAmount);
        expect(day.netAmount).toBe(day.paidAmount - day.refundedAmount);
      }

    till.world.time = new Date("2026-11-30T18:29:00.000Z");
    const summary = await staff().orders.summary.query({ days: 30, timezone });
    expect(days.map((day) => [day?.paidAmount, day?.refundedAmount])).toEqual(
      summary.days.map(({ amounts }) => money(amounts.find(({ currency }) => currency === "INR"))),
    );
    expect(statement.days.map(({ date, from, until }) => [date, from, until])).toEqual(
      summary.days.map(({ date, from, until }) => [date, from, until]),
    );

    const lines = await file(
      "/v1/orders?paidFrom=2026-10-31T18:30:00Z&paidTo=2026-11-30T18:30:00Z",
      "application/x-ndjson",
    );
    const paid = lines
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Order);
    const sum = (of: (order: Order) => number) => paid.reduce((amount, order) => amount + of(order), 0);
    expect([total?.orders ?? 0, total?.grossAmount ?? 0, total?.discountAmount ?? 0, total?.paidAmount ?? 0]).toEqual([
      paid.length,
      sum(({ subtotalAmount }) => subtotalAmount),
      sum(({ discountAmount }) => discountAmount),
      sum(({ totalAmount }) => totalAmount),
    ]);
    const invoices = paid.map(({ invoiceNumber }) => invoiceNumber ?? 0);
    if (invoices.length > 0)
      expect([total?.firstInvoiceNumber, total?.lastInvoiceNumber]).toEqual([
        Math.min(...invoices),
        Math.max(...invoices),
      ]);
  };
  await fc.assert(fc.asyncProperty(fc.array(purchase, { minLength: 1, maxLength: 6 }), check), {
    numRuns: rounds(40, 5),
  });
});

const file = async (path: string, accept: string) => {
  const authorization = `Bearer ${await till.tokenOf(somebody("staff"), till.world.time ?? undefined)}`;
  const response = await till.request(path, { headers: { accept, authorization } });
  expect(response.status).toBe(200);
  return response.text();
};

test("as CSV a statement has a row for each day, currency and payment method", async () => {
  await live([{ minute: 60, paymentMethod: "COD", unitPrice: 5_000, isDiscounted: false, refundAfter: 1 }], "");
  const { days } = await staff().orders.statement.query({ month: "2026-11", timezone });
  const csv = await file(`/v1/statements/2026-11?timezone=${timezone}`, "text/csv");
  const { data } = Papa.parse<Record<string, string>>(csv.trimEnd(), { header: true });
  const expected = days.flatMap(({ date, amounts }) =>
    amounts.flatMap(({ currency, methods }) =>
      methods.map((figures) => ({ date, currency, method: figures.paymentMethod, net: String(figures.netAmount) })),
    ),
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(
    data.map((row) => ({
      date: row["date"],
      currency: row["currency"],
      method: row["paymentMethod"],
      net: row["netAmount"],
    })),
  ).toEqual(expected);
});

test.each([
  ["2026-02", "UTC", 28, "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ["2028-02", "Asia/Kolkata", 29, "2028-01-31T18:30:00.000Z", "2028-02-29T18:30:00.000Z"],
  ["2026-03", "Europe/Berlin", 31, "2026-02-28T23:00:00.000Z", "2026-03-31T22:00:00.000Z"],
])("%s in %s has its %i days", async (month, zone, count, from, until) => {
  const { days } = await staff().orders.statement.query({ month, timezone: zone });
  expect([days.length, days[0]?.date, days[0]?.from, days.at(-1)?.until]).toEqual([count, `${month}-01`, from, until]);
});
