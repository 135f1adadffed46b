import { createClient } from "@libsql/client";
import * as fc from "fast-check";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { printable, wrap } from "../src/pages/pdf-text.ts";
import { type Statement, watchStatements } from "./statements.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
beforeEach(async () => {
  await till.settled();
  till.world.time = null;
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

const staff = () => till.as(somebody("staff"));

/** A paid order of products with these names and prices, and where its receipt is. */
async function paid(products: { name?: string; unitPrice?: number; quantity?: number }[], discountCode?: string) {
  const user = somebody();
  const api = till.as(user);
  const items = [];
  for (const { quantity = 1, ...product } of products)
    items.push({ productId: await till.addProduct(product), quantity });
  const { id } = await api.orders.create.mutate({
    items,
    paymentMethod: "ONLINE",
    ...(discountCode !== undefined && { discountCode }),
  });
  const { order } = await api.orders.pay.mutate({ id });
  return { user, id, path: new URL(order.receiptUrl ?? "").pathname };
}

const recorded = {
  shippingAddress: {
    name: "Zoë Rao",
    line1: "14 Lavelle Road",
    city: "Bengaluru",
    postalCode: "560001",
    country: "IN",
  },
  billingAddress: { company: "<b>Rao</b> & Co", line1: "1 Rue de la Paix", city: "Paris", country: "FR" },
  contact: { email: "gift@example.com", phone: "+919811111112" },
} as const;

/** A page as it came, and the words that a person reads on it. */
async function open(path: string) {
  const response = await till.request(path);
  const html = await response.text();
  const words = html.replace(/<style.*<\/style>/s, "").replaceAll(/<[^>]*>/g, " ");
  return { status: response.status, headers: response.headers, html, text: words.replaceAll(/\s+/g, " ").trim() };
}

/** A PDF as it came, and the words on each of its pages. */
async function openPdf(path: string) {
  const response = await till.request(`${path}.pdf`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const start = new TextDecoder().decode(bytes.subarray(0, 5));
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: false });
  return {
    status: response.status,
    headers: response.headers,
    start,
    sheets: text.map((page) => page.replaceAll(/\s+/g, " ")),
  };
}

async function discountedAndRefunded() {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const code = await till.addDiscount({ kind: "PERCENT", value: 10 });
  const order = await paid(
    [
      { name: "Teapot", unitPrice: 149_900, quantity: 2 },
      { name: "Cup", unitPrice: 10_000 },
    ],
    code,
  );
  till.world.time = new Date("2026-05-02T08:30:00.000Z");
  await staff().orders.refund.mutate({ id: order.id, amount: 9_000, reason: "The cup was broken" });
  const { invoiceNumber } = await staff().orders.get.query({ id: order.id });
  return { ...order, code, invoiceNumber };
}

test("the receipt and its PDF have the addresses, the contact and the reference", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const reference = `SO-${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE", ...recorded, reference });
  const { order } = await api.orders.pay.mutate({ id });
  const { pathname } = new URL(order.receiptUrl ?? "");
  const [{ text, html }, { sheets }] = [await open(pathname), await openPdf(pathname)];
  const shipping = "Shipping address Zoë Rao 14 Lavelle Road Bengaluru, 560001 India";
  const billing = "1 Rue de la Paix Paris France";
  const contact = "Contact gift@example.com +919811111112";
  for (const said of [text, sheets.join(" ")]) {
    for (const words of [`Reference ${reference}`, shipping, billing, contact]) expect(said).toContain(words);
  }
  expect(html).toContain("&lt;b&gt;Rao&lt;/b&gt; &amp; Co");
});

test("the receipt tells the whole story of a payment", async () => {
  const { user, id, path, code, invoiceNumber } = await discountedAndRefunded();
  const { status, text } = await open(path);
  expect(status).toBe(200);
  const said = [
    `Till demo shop Receipt for order #${id} Partly refunded`,
    `Number #${id} Invoice ${invoiceNumber} Placed 1 May 2026 at 12:00 UTC Paid 1 May 2026 at 12:00 UTC`,
    `Customer Test Person ${user.email}`,
    "Teapot 2 × ₹1,499.00 Discount −₹299.80",
    "2 ₹1,499.00 −₹299.80 ₹2,698.20",
    "1 ₹100.00 −₹10.00 ₹90.00",
    `Subtotal ₹3,098.00 Discount (${code}) −₹309.80 Total ₹2,788.20`,
    "Method Online Paid with Visa card ending in 4242 Time 1 May 2026 at 12:00 UTC Payment pay_",
    "2 May 2026 at 08:30 UTC The cup was broken ₹90.00",
    "Paid ₹2,788.20 Refunded −₹90.00 Paid after refunds ₹2,698.20",
  ];
  for (const words of said) expect(text).toContain(words);
});

test("the PDF tells the same, with amounts of rupees by their code", async () => {
  const { user, id, path, code } = await discountedAndRefunded();
  const { status, headers, start, sheets } = await openPdf(path);
  expect([status, start, sheets.length]).toEqual([200, "%PDF-", 1]);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="receipt-${id}.pdf"`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  });
  const said = [
    `Till demo shop Receipt for order #${id} Partly refunded`,
    `Test Person ${user.email}`,
    " 2 INR 1,499.00 -INR 299.80 INR 2,698.20",
    `Subtotal INR 3,098.00 Discount (${code}) -INR 309.80 Total INR 2,788.20`,
    "Visa card ending in 4242",
    "2 May 2026 at 08:30 UTC The cup was broken INR 90.00",
    "Paid after refunds INR 2,698.20",
    "Page 1 of 1",
  ];
  for (const words of said) expect(sheets[0]).toContain(words);
  expect(sheets[0]).not.toContain("?");
});

test("a receipt stays as it was issued when its customer orders again under another name", async () => {
  const user = { ...somebody(), name: "Priya Old" };
  const items = [{ productId: await till.addProduct({ name: "Teapot" }), quantity: 1 }];
  const { id } = await till.as(user).orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { order } = await till.as(user).orders.pay.mutate({ id });
  const path = new URL(order.receiptUrl ?? "").pathname;
  const [page, pdf] = [await open(path), await openPdf(path)];
  for (const text of [page.text, pdf.sheets[0]]) expect(text).toContain(`Priya Old ${user.email}`);

  const renamed = { ...user, name: "Priya New", email: "new@example.com" };
  const later = await till.as(renamed).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(later.customer).toMatchObject({ name: "Priya New", email: "new@example.com" });

  expect((await open(path)).text).toBe(page.text);
  expect((await openPdf(path)).sheets).toEqual(pdf.sheets);
});

test("an order that was refunded in full still has its receipt, and nothing of it remains paid", async () => {
  const { id, path } = await paid([{}]);
  await staff().orders.refund.mutate({ id });
  const { status, text } = await open(path);
  expect(status).toBe(200);
  expect(text).toContain("Refunded −₹100.00 Paid after refunds ₹0.00");
});

test("a receipt says no more than there is: cash, no email, no discount, no refund", async () => {
  const api = till.as({ ...somebody(), email: null });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const { order } = await staff().orders.collect.mutate({ id });
  const { text } = await open(new URL(order.receiptUrl ?? "").pathname);
  expect(text).toContain("Method Cash on delivery Paid with Cash");
  expect(text).not.toMatch(/@|Discount \(|Refund|null|undefined/);
});

test("what is not paid has no receipt", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const source = { token: "sim:generic_decline>requires_action>succeeded" };
  await api.orders.pay.mutate({ id, source }).catch(() => undefined);
  await api.orders.pay.mutate({ id, source });
  const { payments } = await api.orders.get.query({ id });
  expect(payments.map(({ status }) => status)).toEqual(["FAILED", "REQUIRES_ACTION"]);
  for (const paymentId of [...payments.map((payment) => payment.id), "pay_unknown", "%F0%9F%92%B3", "'"])
    for (const address of ["receipt", "receipt.pdf"]) {
      const { status, headers, text } = await open(`/payments/${paymentId}/${address}`);
      expect([status, headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
      expect(text).toContain("No such receipt");
    }
});

test("HTML in a name or a reason stays text", async () => {
  const name = `<script>alert(1)</script> & "x"`;
  const api = till.as({ ...somebody(), name: "<b>Bobby</b>", email: `"'><img src=x>@example.com` });
  const items = [{ productId: await till.addProduct({ name }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { order } = await api.orders.pay.mutate({ id });
  await staff().orders.refund.mutate({ id, reason: "</style><script>" });
  const path = new URL(order.receiptUrl ?? "").pathname;
  const { html } = await open(path);
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;");
  expect(html).toContain("&lt;b&gt;Bobby&lt;/b&gt;");
  expect(html).not.toMatch(/<script|<img|<b>/);
  expect((await openPdf(path)).sheets[0]).toContain(name);
});

test("a long order flows over pages, each with its number and with the heads of the columns", async () => {
  const products = Array.from({ length: 50 }, (_, index) => ({ name: `Product ${index + 1}.`, quantity: 99 }));
  const { path } = await paid(products);
  const { sheets } = await openPdf(path);
  expect(sheets.length).toBeGreaterThan(1);
  for (const [index, sheet] of sheets.entries()) expect(sheet).toContain(`Page ${index + 1} of ${sheets.length}`);
  for (const sheet of sheets.slice(0, -1)) expect(sheet).toContain("Item Qty Unit price Discount Total");
  const whole = sheets.join(" ");
  expect(products.filter(({ name }) => !whole.includes(name))).toEqual([]);
  expect((await open(path)).text).toContain("Product 50.");
});

test("the page shows every script; the PDF shows what its fonts have, and says that they lack the rest", async () => {
  const { path } = await paid([
    { name: "चाय 茶 شاي “tea” – é €5 ₹500 👩‍👧" },
    { name: "W".repeat(5_000) },
    { name: "\u0001 \n" },
  ]);
  expect((await open(path)).text).toContain("चाय 茶 شاي “tea” – é €5 ₹500 👩‍👧");
  const { sheets } = await openPdf(path);
  const whole = sheets.join(" ");
  expect(whole).toContain("??? ? ??? “tea” – é €5 INR 500 ???");
  expect(whole).toContain("(shortened)");
  expect(whole).toContain("Characters that the fonts of this file lack are shown as “?”.");
});

const latin = new Set(Array.from({ length: 0x5f }, (_, index) => 0x20 + index));

test("no text loses a character in silence on its way into a PDF", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = printable(text, latin);
      expect(Array.from(shown).every((character) => latin.has(character.codePointAt(0) ?? 0))).toBe(true);
      expect(shown.length).toBeGreaterThanOrEqual(Array.from(text.normalize("NFC").replaceAll(/\s+/g, " ")).length);
    }),
  );
});

test("breaking text into lines loses nothing, and no line is too long", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 30 })),
      fc.integer({ min: 1, max: 20 }),
      (words, width) => {
        const text = words.join(" ");
        const lines = wrap(text, width, (line) => line.length);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        expect(lines.filter((line) => line.length > width)).toEqual([]);
      },
    ),
  );
});

test("a view makes one request to the database, which scans no table", async () => {
  const { path } = await paid([{}]);
  await till.settled();
  const statements: Statement[] = [];
  till.world.fetch = watchStatements(statements);
  for (const address of [path, `${path}.pdf`, path.replace("receipt", "confirm"), "/payments/pay_unknown/receipt"]) {
    const before = till.world.databaseRequests;
    await till.request(address);
    expect([address, till.world.databaseRequestsAtResponse - before]).toEqual([address, 1]);
  }
  const database = createClient(till.connection);
  for (const { sql, args } of statements) {
    const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args: [...args] });
    const steps = rows.map((row) => String(row["detail"]));
    // What a subquery found may be gone through; it has a step of its own that says how it was found.
    const scans = steps.filter(
      (step) => step.startsWith("SCAN") && !steps.includes(step.replace("SCAN", "CO-ROUTINE")),
    );
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(1);
    expect([...scans, ...steps.filter((step) => step.includes("TEMP B-TREE"))]).toEqual([]);
  }
  database.close();
});
