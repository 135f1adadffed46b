import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { newProduct } from "./catalogue-calls.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const meera = somebody("staff");
const countProducts = () => till.rows("SELECT count(*) AS products FROM products");

const catalogue = () => till.as(meera).products;

/** Every movement of a product, oldest first: cause, change, stock, and the order or the reason. */
async function story(id: number) {
  const { items } = await catalogue().movements.query({ id, limit: 100 });
  return items
    .toReversed()
    .map(({ cause, change, stock, orderId, reason }) => [cause, change, stock, orderId ?? reason]);
}

test("a product is added and changed by its SKU, and what is left out stays", async () => {
  const product = { ...newProduct({ stock: 3 }), description: "Blue", imageUrl: "https://shop.example/cup.png" };
  const { sku, name, currency } = product;
  const added = await catalogue().upsert.mutate(product);
  expect(added).toMatchObject({ ...product, archivedAt: null });
  expect(await catalogue().upsert.mutate({ sku, name, currency, unitPrice: 1 })).toEqual({ ...added, unitPrice: 1 });
  expect(await catalogue().upsert.mutate({ ...product, description: "", stock: null, imageUrl: null })).toEqual({
    ...added,
    description: "",
    stock: null,
    imageUrl: null,
  });
  expect(await story(added.id)).toEqual([
    ["SET", 3, 3, null],
    ["SET", null, null, null],
  ]);
});

test("a repeat changes nothing, and a new product without a stock has none", async () => {
  const product = newProduct();
  const [first, again] = [await catalogue().upsert.mutate(product), await catalogue().upsert.mutate(product)];
  expect([again, first.stock, await story(first.id)]).toEqual([first, 0, []]);
  const counted = { ...product, stock: 4 };
  await catalogue().upsert.mutate(counted);
  await catalogue().import.mutate({ items: [counted] });
  expect(await story(first.id)).toEqual([["SET", 4, 4, null]]);
});

test("stock tells its story: sold, cancelled, expired, refunded, adjusted, set, imported", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const product = newProduct({ stock: 10 });
  const { id } = await catalogue().upsert.mutate(product);
  const api = till.as(somebody());
  const place = async (quantity: number) =>
    (await api.orders.create.mutate({ items: [{ productId: id, quantity }], paymentMethod: "ONLINE" })).id;
  const [cancelled, expired, paid] = [await place(1), await place(2), await place(3)];
  await api.orders.cancel.mutate({ id: cancelled });
  await api.orders.pay.mutate({ id: paid });
  await till.sweep(new Date("2026-05-01T12:31:00.000Z"));
  await till.as(meera).orders.refund.mutate({ id: paid, amount: 1, restock: true });
  await till.as(meera).orders.refund.mutate({ id: paid, restock: true });
  await catalogue().adjustStock.mutate({ id, change: -4, reason: "Broken" });
  await catalogue().setStock.mutate({ id, stock: 6, reason: "Stocktake" });
  await catalogue().import.mutate({ items: [{ ...product, stock: 20 }] });
  till.world.time = null;
  expect(await story(id)).toEqual([
    ["SET", 10, 10, null],
    ["ORDER_CREATED", -1, 9, cancelled],
    ["ORDER_CREATED", -2, 7, expired],
    ["ORDER_CREATED", -3, 4, paid],
    ["ORDER_CANCELLED", 1, 5, cancelled],
    ["ORDER_EXPIRED", 2, 7, expired],
    ["ORDER_REFUNDED", 3, 10, paid],
    ["ADJUSTED", -4, 6, "Broken"],
    ["SET", 0, 6, "Stocktake"],
    ["IMPORTED", 14, 20, null],
  ]);
});

test("orders that expire in one batch each leave the stock after them", async () => {
  till.world.time = new Date("2026-05-02T12:00:00.000Z");
  const id = await till.addProduct({ stock: 9 });
  const api = till.as(somebody());
  const quantities = [1, 2, 3];
  for (const quantity of quantities)
    await api.orders.create.mutate({ items: [{ productId: id, quantity }], paymentMethod: "ONLINE" });
  await till.sweep(new Date("2026-05-02T12:31:00.000Z"));
  till.world.time = null;
  expect((await story(id)).slice(3).map(([cause, change, stock]) => [cause, change, stock])).toEqual([
    ["ORDER_EXPIRED", 1, 4],
    ["ORDER_EXPIRED", 2, 6],
    ["ORDER_EXPIRED", 3, 9],
  ]);
});

test("an order of unlimited stock that is counted by the time it is cancelled gives nothing back", async () => {
  const id = await till.addProduct({ stock: null });
  const api = till.as(somebody());
  const items = [{ productId: id, quantity: 2 }];
  const order = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  await catalogue().setStock.mutate({ id, stock: 5 });
  await api.orders.cancel.mutate({ id: order.id });
  expect(await story(id)).toEqual([["SET", null, 5, null]]);
});

test("an archived product is not listed or sold, and old orders keep it", async () => {
  const name = `Teapot${crypto.randomUUID().slice(0, 8)}`;
  const product = await catalogue().upsert.mutate(newProduct({ name, stock: 5 }));
  const api = till.as(somebody());
  const items = [{ productId: product.id, quantity: 1 }];
  const order = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const archived = await catalogue().archive.mutate({ id: product.id });
  expect(await catalogue().archive.mutate({ id: product.id })).toEqual(archived);
  const lists = async () => {
    const found = [
      await api.products.list.query({ search: name }),
      await catalogue().listArchived.query({ search: name }),
    ];
    return found.map((page) => page.items.map(({ id }) => id));
  };
  expect(await lists()).toEqual([[], [product.id]]);
  const refused = await refusalOf(api.orders.create.mutate({ items, paymentMethod: "COD" }));
  expect(refused).toMatchObject({ code: "PRODUCT_NOT_FOUND", status: 400 });
  expect((await api.orders.quote.query({ items })).problems).toMatchObject([{ code: "PRODUCT_NOT_FOUND" }]);
  expect((await api.orders.cancel.mutate({ id: order.id })).items).toMatchObject([{ name }]);
  expect((await api.products.get.query({ id: product.id })).archivedAt).not.toBeNull();
  const { sku, unitPrice, currency } = product;
  expect(await catalogue().upsert.mutate({ sku, name, unitPrice, currency })).toEqual(product);
  expect(await lists()).toEqual([[product.id], []]);
});

test("staff find products by their SKU", async () => {
  const { id, sku } = await catalogue().upsert.mutate(newProduct());
  expect((await till.as(null).products.list.query({ search: sku.toLowerCase() })).items).toMatchObject([{ id }]);
});

test("a preview says what an import does, and writes nothing", async () => {
  const [same, cheaper, gone, fresh] = [newProduct(), newProduct({ stock: 4 }), newProduct(), newProduct()];
  const ids: number[] = [];
  for (const product of [same, cheaper, gone]) ids.push((await catalogue().upsert.mutate(product)).id);
  await catalogue().archive.mutate({ id: ids[2] ?? 0 });
  const items = [same, { ...cheaper, unitPrice: 40_000, stock: null }, gone, fresh];
  const changes = [
    { field: "unitPrice", from: 45_000, to: 40_000 },
    { field: "stock", from: 4, to: null },
  ];
  const expected = [
    { sku: same.sku, id: ids[0], outcome: "UNCHANGED", changes: [] },
    { sku: cheaper.sku, id: ids[1], outcome: "CHANGED", changes },
    { sku: gone.sku, id: ids[2], outcome: "RESTORED", changes: [] },
    { sku: fresh.sku, id: null, outcome: "CREATED", changes: [] },
  ];
  const preview = async () => (await catalogue().import.mutate({ items, dryRun: true })).items;
  expect([await preview(), await preview()]).toEqual([expected, expected]);
  const written = (await catalogue().import.mutate({ items })).items;
  expect(written).toEqual([...expected.slice(0, 3), { ...expected[3], id: expect.any(Number) }]);
  expect((await preview()).map(({ outcome }) => outcome)).toEqual(Array(4).fill("UNCHANGED"));
});

test.each<[what: string, items: unknown[], sentence: string]>([
  [
    "a price below zero",
    [{ unitPrice: -1 }],
    "items[0].unitPrice must be a whole number of minor units from 0 to 99999999.",
  ],
  ["a stock of half a piece", [{}, { stock: 0.5 }], "items[1].stock must be a whole number from 0 to 9999999."],
  [
    "a picture that is not https",
    [{ imageUrl: "http://x.example/a.png" }],
    "items[0].imageUrl must be an https address, such as https://shop.example/cup.png.",
  ],
  [
    "a SKU that begins with a dot",
    [{ sku: ".." }],
    "items[0].sku must be 1 to 64 printable ASCII characters without spaces, and begin with a letter or a digit.",
  ],
  ["a SKU twice", [{ sku: "A" }, { sku: "A" }], "items[1].sku names A a second time; give each product one line."],
  ["no products", [], "items must have 1 to 100 products."],
])("an import with %s is refused with its line, and none of it is written", async (_what, faults, sentence) => {
  const before = await countProducts();
  const items = faults.map((fault) => ({ ...newProduct(), ...(fault as object) }));
  expect(await refusalOf(catalogue().import.mutate({ items }))).toMatchObject({
    code: "VALIDATION_FAILED",
    message: sentence,
  });
  expect(await countProducts()).toEqual(before);
});

test("an adjustment is refused where it has no meaning, with what is there", async () => {
  const [few, unlimited, full] = [
    await till.addProduct({ stock: 3, name: "Kettle" }),
    await till.addProduct({ name: "Chai" }),
    await till.addProduct({ stock: 9_999_999, name: "Bean" }),
  ];
  const adjust = (id: number, change: number) =>
    refusalOf(catalogue().adjustStock.mutate({ id, change, reason: "Count" }));
  expect(await adjust(few, -4)).toMatchObject({
    code: "STOCK_NOT_ADJUSTABLE",
    status: 409,
    message: "Kettle has 3 pieces in stock, so 4 can't be taken out.",
    details: { productId: few, problem: "BELOW_ZERO", stock: 3, change: -4 },
  });
  expect((await adjust(unlimited, 1)).details).toMatchObject({ problem: "UNLIMITED" });
  expect((await adjust(full, 1)).details).toMatchObject({ problem: "ABOVE_LIMIT" });
  expect(await adjust(10 ** 6, 1)).toMatchObject({ code: "PRODUCT_NOT_FOUND", status: 404 });
  expect((await refusalOf(catalogue().adjustStock.mutate({ id: few, change: 0, reason: "" }))).message).toBe(
    "change must be a whole number from -9999999 to 9999999, and not 0. reason must say why, such as `Broken in the shop`.",
  );
});

test("an adjustment with a key is made once, and its key is for no other", async () => {
  const id = await till.addProduct({ stock: 5 });
  const adjust = { id, change: -2, reason: "Broken", idempotencyKey: crypto.randomUUID() };
  const [first, again] = [await catalogue().adjustStock.mutate(adjust), await catalogue().adjustStock.mutate(adjust)];
  expect(again).toEqual(first);
  expect(await refusalOf(catalogue().adjustStock.mutate({ ...adjust, change: -3 }))).toMatchObject({
    code: "IDEMPOTENCY_KEY_REUSED",
  });
  expect(await story(id)).toEqual([["ADJUSTED", -2, 3, "Broken"]]);
});

/** Makes a call whose first request to the database is done, and its answer lost. */
async function losingOne(call: () => Promise<unknown>) {
  let requests = 0;
  till.world.fetch = async (...request) => {
    const response = await fetch(...request);
    requests += 1;
    if (requests === 1) throw new Error("Network connection lost.");
    return response;
  };
  await call();
  till.world.fetch = fetch;
  expect(requests).toBe(2);
}

test("changes of stock whose answer was lost are sent again, and are made once", async () => {
  const product = newProduct({ stock: 5 });
  const { id } = await catalogue().upsert.mutate(product);
  await losingOne(() => catalogue().adjustStock.mutate({ id, change: -2, reason: "Broken" }));
  await losingOne(() => catalogue().setStock.mutate({ id, stock: 8 }));
  await losingOne(() => catalogue().import.mutate({ items: [{ ...product, stock: 9 }] }));
  expect(await story(id)).toEqual([
    ["SET", 5, 5, null],
    ["ADJUSTED", -2, 3, "Broken"],
    ["SET", 5, 8, null],
    ["IMPORTED", 1, 9, null],
  ]);
});

test("an import whose answer was lost does not set back what an order took before it is sent again", async () => {
  const product = newProduct({ stock: 5 });
  const { id } = await catalogue().upsert.mutate(product);
  const items = [{ productId: id, quantity: 2 }];
  till.world.fetch = async (...request) => {
    till.world.fetch = fetch;
    await fetch(...request);
    await till.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" });
    throw new Error("Network connection lost.");
  };
  await catalogue().import.mutate({ items: [{ ...product, stock: 9 }] });
  expect((await story(id)).map(([cause, change, stock]) => [cause, change, stock])).toEqual([
    ["SET", 5, 5],
    ["IMPORTED", 4, 9],
    ["ORDER_CREATED", -2, 7],
  ]);
});

test("an audit finds nothing after all this", async () => {
  await catalogue().adjustStock.mutate({ id: await till.addProduct({ stock: 1 }), change: 1, reason: "Found" });
  expect((await auditAll(till)).differences).toEqual([]);
});
