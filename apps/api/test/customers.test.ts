import { randomInt } from "node:crypto";
import type { CustomerExport, Dossier, User } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customerWithOrder } from "./customer-with-order.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const customers = () => till.as(somebody("staff")).customers;

/** A customer with a name that no other test knows, and an order. */
async function named(name: string, countryCode = "+91") {
  const user = { ...somebody(), name, phone: `${countryCode}${randomInt(100_000_000, 999_999_999)}` };
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  await till.as(user).orders.create.mutate({ items, paymentMethod: "COD" });
  return { user, items };
}

test("customers are listed newest first, page by page", async () => {
  const placed = [await named("Older"), await named("Newer")].map(({ user }) => user.id);
  const first = await customers().list.query({ limit: 1 });
  const second = await customers().list.query({ limit: 1, cursor: String(first.nextCursor) });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(placed.toReversed());
});

test.each([
  ["the beginning of a name, in another case", (word: string) => word.slice(0, -1).toUpperCase()],
  ["a name without its accents", (word: string) => `garcia ${word}`],
  ["a name with its accents apart", (word: string) => `${"García".normalize("NFD")} ${word}`],
  ["the name and the email, in any order", (word: string) => `example.com ${word}`],
  ["the id", (_word: string, { id }: User) => id],
  ["the phone number, as people write it", (word: string, { phone }: User) => spaced(phone ?? "")],
  ["the phone number without its country code", (word: string, { phone }: User) => phone?.slice("+91".length) ?? ""],
])("a search finds a customer by %s", async (_what, searchFor) => {
  const word = `zq${crypto.randomUUID().slice(0, 8)}`;
  const { user } = await named(`José García ${word}`, "+91");
  await named("Somebody else");
  const { items, nextCursor } = await customers().list.query({ search: searchFor(word, user) });
  expect([items.map(({ name }) => name), nextCursor]).toEqual([[user.name], null]);
  expect((await customers().list.query({ search: `${word} nobody` })).items).toEqual([]);
});

const spaced = (phone: string) => phone.replace(/^(\+..)(.{5})/, "$1 ($2) ");

/** The customers whom a search finds. */
const idsOf = async (search: string) => (await customers().list.query({ search })).items.map(({ id }) => id);

test.each(["+1", "+44", "+91", "+353", "+971"])("a number of %s is found without this code", async (code) => {
  const { user } = await named("Of many countries", code);
  expect(await idsOf(user.phone?.slice(code.length) ?? "")).toEqual([user.id]);
});

test("somebody who orders with a new name is found by it, and not by the old one", async () => {
  const [before, after] = [crypto.randomUUID(), crypto.randomUUID()];
  const { user, items } = await named(before);
  await till.as({ ...user, name: after }).orders.create.mutate({ items, paymentMethod: "COD" });
  expect([await idsOf(before), await idsOf(after)]).toEqual([[], [user.id]]);
});

test("the known customers are those whom a new order can name: no guests, and no programs", async () => {
  const word = `zq${crypto.randomUUID().slice(0, 8)}`;
  const { user, items } = await named(`Known ${word}`);
  const staff = till.as(somebody("staff"));
  const guest = { name: `Guest ${word}`, phone: "+919822222222" };
  await staff.orders.create.mutate({ items, paymentMethod: "COD", customer: guest });
  const { key } = await staff.apiKeys.create.mutate({ name: `Program ${word}`, role: "customer" });
  await till.withToken(key).orders.create.mutate({ items, paymentMethod: "COD" });
  const listed = async (input: object) => (await staff.customers.list.query(input)).items.map(({ name }) => name);
  expect(await listed({ search: word })).toEqual([`Program ${word}`, guest.name, user.name]);
  expect(await listed({ search: word, known: true })).toEqual([user.name]);
  expect(await listed({ known: true, limit: 1 })).toEqual([user.name]);
});

test("a customer is read by their id, and nobody else is a customer", async () => {
  const { user } = await named("Read by id");
  const { id, name, email, phone } = user;
  expect(await customers().get.query({ id })).toEqual({ id, name, email, phone, erasedAt: null });
  const meera = crypto.randomUUID();
  await till.rows("INSERT INTO customers (id, role, name) VALUES (?, 'staff', 'Meera')", meera);
  expect((await customers().list.query({ search: meera })).items).toEqual([]);
  for (const unknown of ["usr_unheard", meera])
    await expect(customers().get.query({ id: unknown })).rejects.toThrow(`There is no customer ${unknown}:`);
});

/** A dossier without the time at which it was written. */
const timeless = ({ writtenAt: _writtenAt, ...dossier }: Dossier) => dossier;

test("an export has the customer and each order as its dossier, the newest first", async () => {
  const { user, staff, id, pay } = await customerWithOrder(till);
  await pay("pm_card_visa_chargeDeclined").catch(() => undefined);
  await pay("pm_card_visa");
  await staff.orders.refund.mutate({ id, amount: 1, reason: "Scratched" });
  await till.settled();
  const { customer, erasures, items, nextCursor } = await customers().export.query({ id: user.id });
  expect(customer).toMatchObject({
    id: user.id,
    name: user.name,
    email: user.email,
    phone: user.phone,
    erasedAt: null,
  });
  expect([erasures, nextCursor]).toEqual([[], null]);
  expect(items.map(timeless)).toEqual([timeless(await staff.orders.dossier.query({ id }))]);
  expect(items[0]?.messages.map(({ recipient }) => recipient)).toContain(user.email);
});

test("as a file an export has all orders, with one request to the database for each page", async () => {
  const { user, items } = await named("Of many orders");
  const api = till.as(user);
  for (let order = 1; order < 12; order += 1) await api.orders.create.mutate({ items, paymentMethod: "COD" });
  await till.settled();
  const authorization = `Bearer ${await till.tokenOf(somebody("staff"))}`;
  const before = till.world.databaseRequests;
  const response = await till.request(`/v1/customers/${user.id}/export`, {
    headers: { accept: "application/x-ndjson", authorization },
  });
  const [head, ...lines] = (await response.text()).trim().split("\n");
  expect(till.world.databaseRequests - before).toBe(2);
  expect((JSON.parse(head ?? "") as CustomerExport).customer).toMatchObject({ id: user.id, name: user.name });
  const own = (await api.orders.list.query({})).items.map(({ id }) => id);
  expect(lines.map((line) => (JSON.parse(line) as Dossier).order.id)).toEqual(own);
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="customer.ndjson"');
});

test("after an erase an export says who erased it, and has no word of the person", async () => {
  const { user, api, staff, id } = await customerWithOrder(till);
  await api.orders.cancel.mutate({ id });
  await till.settled();
  await staff.customers.erase.mutate({ id: user.id, reason: "Asked by letter" });
  const exported = await customers().export.query({ id: user.id });
  expect(exported.customer).toMatchObject({ name: "Erased customer", erasedAt: expect.any(String) });
  expect(exported.erasures).toMatchObject([{ reason: "Asked by letter", by: expect.stringMatching(/^usr_/) }]);
  expect(JSON.stringify(exported)).not.toContain(user.name);
  expect(JSON.stringify(exported)).not.toContain(user.email);
});
