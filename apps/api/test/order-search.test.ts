import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** A customer of this name who places orders, and a word that nobody else's email has. */
async function customerNamed(name: string) {
  const word = crypto.randomUUID().replaceAll("-", "");
  const user = { ...somebody(), name, email: `${word}@example.com` };
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const order = async (changes: Partial<typeof user> = {}) =>
    (await till.as({ ...user, ...changes }).orders.create.mutate({ items, paymentMethod: "ONLINE" })).id;
  return { user, word, order };
}

const found = async (input: Parameters<ReturnType<Till["as"]>["orders"]["list"]["query"]>[0]) =>
  (await till.as(somebody("staff")).orders.list.query(input)).items.map(({ id }) => id);

test("an order says whom it is for", async () => {
  const { user, order } = await customerNamed("Asha Rao");
  const { name, email, phone } = user;
  expect(await till.as(user).orders.get.query({ id: await order() })).toMatchObject({
    userId: user.id,
    customer: { name, email, phone },
  });
});

test("staff find an order by its number", async () => {
  const { order } = await customerNamed("Asha Rao");
  const [id, other] = [await order(), await order()];
  expect(await found({ search: String(id) })).toEqual([id]);
  expect(await found({ search: `#${other}` })).toEqual([other]);
  expect(await found({ search: `#${id}`, status: "PAID" })).toEqual([]);
  expect(await found({ search: "#999999999999999" })).toEqual([]);
});

test("staff find the orders of a customer by words of name and email, newest first, page by page", async () => {
  const { user, word, order } = await customerNamed("Zoë van Mourik");
  const other = await customerNamed("Zoë Other");
  const ids = [await order(), await order(), await order()].toReversed();
  const otherId = await other.order();
  expect(await found({ search: word })).toEqual(ids);
  expect(await found({ search: "zoe mour" })).toEqual(ids);
  expect(await found({ search: "zoe" })).toEqual([otherId, ...ids]);
  expect(await found({ search: `${word} other` })).toEqual([]);
  const staff = till.as(somebody("staff"));
  const first = await staff.orders.list.query({ search: word, limit: 2 });
  const second = await staff.orders.list.query({ search: word, limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
  await till.as(user).orders.cancel.mutate({ id: ids[1] ?? 0 });
  expect(await found({ search: word, status: "CANCELLED" })).toEqual([ids[1]]);
  expect(await found({ search: word, userId: other.user.id })).toEqual([]);
});

test.each([
  ["a composed name, decomposed", "Zoë Núñez", "Zoë Núñez".normalize("NFD")],
  ["a decomposed name, composed", "Zoë Núñez".normalize("NFD"), "Zoë Núñez"],
  ["a name in Vietnamese, without its accents", "Nguyễn Thị Hà", "nguyen thi ha"],
  ["the beginning of a name in Hindi", "कुमारी शर्मा", "कुमा"],
  ["a name in Vietnamese, decomposed", "Nguyễn Thị Hà", "Nguyễn Thị Hà".normalize("NFD")],
  ["a name in Spanish, without its accents", "Zoë Núñez", "zoe nunez"],
  ["a name in Hindi", "कुमारी शर्मा", "शर्मा कुमारी"],
  ["a name in Thai, with its vowel and tone signs", "รักษ์ กรุงเทพ", "รักษ์ กรุง"],
  ["a name in Hebrew, with its points", "שָׁלוֹם כהן", "שָׁלוֹם"],
  ["a name in Persian", "می\u200cخواهم", "می\u200cخواهم"],
])("staff find %s", async (_what, name, search) => {
  const { word, order } = await customerNamed(name);
  const id = await order();
  expect(await found({ search: `${word} ${search}` })).toEqual([id]);
});

test("letters with other marks are another word: a search in Hindi finds no other name", async () => {
  const { word, order } = await customerNamed("किरण शर्मा");
  const id = await order();
  expect(await found({ search: `${word} कुमारी` })).toEqual([]);
  expect(await found({ search: `${word} करण` })).toEqual([]);
  expect(await found({ search: `${word} कीरण` })).toEqual([]);
  expect(await found({ search: `${word} रण` })).toEqual([]);
  expect(await found({ search: `${word} शरम` })).toEqual([]);
  expect(await found({ search: `${word} किरण` })).toEqual([id]);
  expect(await found({ search: `${word} \u0941` })).toEqual([id]);
});

test("signs in a search have no meaning of their own", async () => {
  const { word, order } = await customerNamed('O\'Neil "Quote"');
  const id = await order();
  expect(await found({ search: `${word}@example.com` })).toEqual([id]);
  expect(await found({ search: `"quote" AND ${word}` })).toEqual([]);
  expect(await found({ search: `-o'neil* (${word})` })).toEqual([id]);
  expect(await found({ search: "%" })).toEqual([]);
});

test("an order is found by the name and email that are on it, also when the customer has others now", async () => {
  const { user, word, order } = await customerNamed("Old Name");
  const newWord = crypto.randomUUID().replaceAll("-", "");
  const first = await order();
  const second = await order({ name: "New Name", email: `${newWord}@example.com` });
  expect(await found({ search: `new ${newWord}` })).toEqual([second]);
  expect(await found({ search: `old ${word}` })).toEqual([first]);
  expect(await found({ userId: user.id })).toEqual([second, first]);
  expect(await till.as(user).orders.get.query({ id: first })).toMatchObject({
    customer: { name: "Old Name", email: `${word}@example.com` },
  });
});

test("a customer can't search", async () => {
  const refusal = await refusalOf(till.as(somebody()).orders.list.query({ search: "asha" }));
  expect(refusal).toMatchObject({ code: "FORBIDDEN", status: 403, message: "Only staff can search all orders." });
});
