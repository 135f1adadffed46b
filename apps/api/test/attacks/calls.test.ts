import { limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Till, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** Stands in for the rate limits of Workers, and keeps what was counted. */
const counted = { address: [] as string[], caller: [] as string[] };
const atMost = (limit: number, keys: string[]) => ({
  async limit({ key }: { key: string }) {
    keys.push(key);
    return { success: keys.filter((other) => other === key).length <= limit };
  },
});

beforeEach(() => {
  counted.address.length = 0;
  counted.caller.length = 0;
  till.world.bindings = {
    RATE_LIMIT_ADDRESS: atMost(30, counted.address),
    RATE_LIMIT_CALLER: atMost(30, counted.caller),
  };
});

const address = "192.0.2.1";
const inputs = (count: number, input: object) =>
  encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [index, input]))));

/** Tries so many discount codes with one request, as whoever looks for one would. */
const tryCodes = (count: number, comma: string, more = "") =>
  till.request(
    `/trpc/${Array.from({ length: count }, () => "orders.quote").join(comma)}?${more}batch=1&input=${inputs(count, {
      items: [{ productId: 1, quantity: 1 }],
      discountCode: "GUESS",
    })}`,
    { headers: { "cf-connecting-ip": address } },
  );

test.each([
  ["commas", ","],
  ["escaped commas", "%2C"],
  ["escaped commas in lower case", "%2c"],
])("a hundred codes in one request are refused, parted by %s", async (_what, comma) => {
  const databaseRequests = till.world.databaseRequests;
  expect((await tryCodes(100, comma)).status).toBe(413);
  expect(till.world.databaseRequests).toBe(databaseRequests);
});

test.each([
  ["commas", ",", ""],
  ["escaped commas", "%2C", ""],
  ["the word batch escaped, and said twice", ",", "b%61tch=1&"],
])("every call of a batch counts against the address, with %s", async (_what, comma, more) => {
  await tryCodes(7, comma, more);
  expect(counted.address).toEqual(Array.from({ length: 7 }, () => address));
});

test("an address that has used up its calls with batches is told to come back later, and nothing is asked", async () => {
  await tryCodes(20, ",");
  const databaseRequests = till.world.databaseRequests;
  const refused = await tryCodes(20, ",");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);
  expect(till.world.databaseRequests).toBe(databaseRequests);
});

const ask = (from: string) => till.request("/v1/products", { headers: { "cf-connecting-ip": from } });

test.each([
  ["of one IPv6 network", ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:0DB8:1:2:ffff:ffff:ffff:ffff"], 1],
  ["of three IPv6 networks", ["2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:2:2::1"], 3],
  ["that are one IPv4 address", ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207"], 1],
  ["that are two IPv4 addresses", ["192.0.2.7", "192.0.2.8"], 2],
])("addresses %s are counted so", async (_what, from, networks) => {
  for (const one of from) await ask(one);
  expect(counted.address).toHaveLength(from.length);
  expect(new Set(counted.address).size).toBe(networks);
});

const letters = (length: number, index: number) => index.toString(36).padStart(length, "0");

test("made-up keys count against the address that sends them, whatever stands in them", async () => {
  const statuses: number[] = [];
  for (let index = 0; index < 32; index += 1) {
    till.world.bindings = { ...till.world.bindings, RATE_LIMIT_ADDRESS: atMost(1_000, counted.address) };
    const authorization = `Bearer sk_staff_${letters(20, index)}_${letters(40, index)}`;
    const headers = { authorization, "cf-connecting-ip": address };
    statuses.push((await till.request("/v1/orders", { headers })).status);
  }
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401));
  expect(statuses.slice(30)).toEqual([429, 429]);
});
