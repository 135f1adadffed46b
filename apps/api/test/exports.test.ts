import type { Order } from "@till/contracts";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { log } from "../src/log.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
/** More orders than one page has, newest first. */
let all: Order[];
const asha = { ...somebody(), name: '=HYPERLINK("https://evil.example", "Rao")' };

beforeAll(async () => {
  till = await startTill();
  const items = [{ productId: await till.addProduct(), quantity: 2 }];
  const place = (user = somebody()) => till.as(user).orders.create.mutate({ items, paymentMethod: "COD" });
  const placed = await Promise.all(Array.from({ length: 117 }, () => place()));
  placed.push(await place(asha), await place({ ...somebody(), name: "＝1+1" }));
  await till.settled();
  all = placed.toSorted((a, b) => b.id - a.id);
});
afterAll(() => till.stop());

const exported = async (accept: string, path = "/v1/orders", user = somebody("staff")) =>
  till.request(path, { headers: { accept, authorization: `Bearer ${await till.tokenOf(user)}` } });

test("NDJSON has every order as the list has it, one a line, with one request to the database a page", async () => {
  const before = till.world.databaseRequests;
  const response = await exported("application/x-ndjson");
  const lines = (await response.text()).trimEnd().split("\n");
  expect(till.world.databaseRequests - before).toBe(2);
  expect(lines.map((line) => (JSON.parse(line) as Order).id)).toEqual(all.map(({ id }) => id));
  const staff = till.as(somebody("staff"));
  expect(JSON.parse(lines[0] ?? "")).toEqual(await staff.orders.get.query({ id: all[0]?.id ?? 0 }));
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="orders.ndjson"');
});

test("CSV has a row for each order, with its columns named once, and no text that a spreadsheet calculates", async () => {
  const response = await exported("text/csv");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
  const { data, errors } = Papa.parse<Record<string, string>>((await response.text()).trimEnd(), { header: true });
  expect(errors).toEqual([]);
  expect(data.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => id));
  const own = all.find(({ userId }) => userId === asha.id);
  expect(data.find(({ userId }) => userId === asha.id)).toMatchObject({
    status: "PENDING",
    totalAmount: "20000",
    createdAt: own?.createdAt,
    paidAt: "",
    customerName: `'${asha.name}`,
    customerEmail: asha.email,
    items: `2 × ${own?.items[0]?.sku}`,
  });
  expect(data.filter(({ customerName }) => customerName === "'＝1+1")).toHaveLength(1);
});

test("an export takes the filters of the list, and a customer's has only their own orders", async () => {
  const own = (await exported("text/csv", "/v1/orders", asha)).text();
  expect((await own).trimEnd().split("\r\n")).toHaveLength(2);
  const none = await exported("text/csv", "/v1/orders?status=PAID&createdFrom=2026-01-01T00:00:00Z");
  expect((await none.text()).trimEnd().split("\r\n")).toHaveLength(1);
  expect(await (await exported("application/x-ndjson", "/v1/orders?status=PAID")).text()).toBe("");
});

test("without such a type the answer is a page, and says that it depends on the type", async () => {
  const response = await exported("*/*", "/v1/orders?limit=1");
  expect(response.headers.get("vary")).toContain("Accept");
  expect(await response.json()).toMatchObject({ items: [{ id: all[0]?.id }] });
});

test("what is wrong is refused as a problem, before the file begins", async () => {
  const limited = await exported("text/csv", "/v1/orders?limit=5");
  expect(limited.status).toBe(400);
  expect(await limited.json()).toMatchObject({
    details: { issues: [{ field: "limit", message: "must be left out: an export has all rows that match" }] },
  });
  const anonymous = await till.request("/v1/orders", { headers: { accept: "text/csv" } });
  expect(anonymous.status).toBe(401);
  expect(anonymous.headers.get("content-type")).toContain("application/problem+json");
});

test("an export whose next page can't be read breaks off, and the log says so", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const response = await exported("text/csv");
  const reader = response.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  till.world.fetch = () => Promise.reject(new TypeError("The connection is lost."));
  await expect(reader?.read()).rejects.toThrow("The database");
  till.world.fetch = fetch;
  expect(logged.mock.calls.map(([message]) => message)).toEqual(["An export ended before its last page."]);
  logged.mockRestore();
});
