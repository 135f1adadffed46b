import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { findWords } from "@till/api/testing/dump";
import { examplesOf, expectShown } from "@till/api/testing/examples";
import { auditTill } from "@till/client";
import Papa from "papaparse";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell } from "../src/live-shop/shell.ts";
import { type LiveShop, startLiveShop } from "../src/live-shop/start-live-shop.ts";
import { forbidden } from "../src/words.ts";
import { customerPays, guestPays, importCatalogue, meera, retryRefund, staffOf } from "./people-of-a-shop.ts";
import { sharedBrowser } from "./window.ts";

const page = await readFile(resolve(import.meta.dirname, "../../docs/run-a-shop.md"), "utf8");

/** The chapters of the page, by their numbers. */
const chapters = page.split(/^## \d+\. /m).slice(1);

/** The only block of a language on the page. */
const blockOf = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1] ?? "";

/** Every word that Frieda has left. */
const ofFrieda = ["frieda", "quittenbaum", "mispelweg", "sanddornhausen", "+4915112345678"];

let shop: LiveShop;
let shell: Awaited<ReturnType<typeof openShell>>;
beforeAll(async () => {
  shop = await startLiveShop();
  shell = await openShell({ STAFF_TOKEN: await shop.login.tokenOf(meera) });
});
afterAll(async () => {
  await shell.stop();
  await shop.stop();
});

/** What the shell knows by this name. */
const known = (name: string) => shell.type(`printf %s "$${name}"`);

/** A chapter of the page. */
const chapterOf = (number: number) => chapters[number - 1] ?? "";

/** Types everything that a chapter says, and expects what it shows. */
const follow = (number: number) => typeAll(chapterOf(number));

/** Types the commands of a part of the page, and expects what it shows. */
async function typeAll(text = ""): Promise<void> {
  const examples = examplesOf(text);
  expect(examples.length).toBeGreaterThan(0);
  for (const { script, language, shown } of examples) {
    const example = { script: shop.here(script), language, shown: shop.here(shown) };
    expectShown(await shell.type(example.script), example);
  }
}

/** Chapter 9: what the invoice says. */
async function readInvoice(): Promise<string> {
  const answer = await fetch(`${await known("RECEIPT")}.pdf`);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), {
    mergePages: true,
  });
  return text;
}

/** A file that the page has saved, as rows. */
const rowsOf = async (name: string) =>
  Papa.parse<Record<string, string>>(await readFile(join(shell.folder, name), "utf8"), {
    header: true,
    skipEmptyLines: true,
  }).data;

const sum = (rows: readonly Record<string, string>[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

/** Chapters 1 to 5: an empty database becomes a shop with settings, staff, products and a receiver of webhooks. */
async function setUp() {
  await follow(1);
  const worker = await shop.open(blockOf("ini"));
  await follow(2);
  await follow(3);
  await importCatalogue({ browser: await sharedBrowser(), shop }, blockOf("csv"));
  await follow(4);
  await follow(5);
  return worker;
}

/** Chapters 6 to 9: an order of a guest, from the basket to the invoice, and one of a customer. Answers their ids. */
async function trade() {
  await follow(6);
  const guest = Number(await known("ID"));
  const scene = { browser: await sharedBrowser(), shop };
  await guestPays(scene, guest, await known("LINK"));
  await follow(7);
  const customer = await customerPays(scene);
  shop.stripe.account.hasBalance = false;
  const [refund, refunded] = chapterOf(8).split("If Stripe says no");
  await typeAll(refund);
  await retryRefund(scene, guest);
  await typeAll(refunded);
  await follow(9);
  return { guest, customer };
}

test("a shop opens from nothing by the page alone: products, a guest's order, 3-D Secure, a refund, the books, an erasure", async () => {
  const worker = await setUp();
  const { guest, customer } = await trade();
  const counter = await staffOf(shop);

  const invoice = await readInvoice();
  for (const words of [
    "Invoice 1\n",
    "Reference web-1001\n",
    "Frieda Quittenbaum\n",
    "2 €24.90 – €49.80\n",
    "Parcel €4.90\n",
    "Total €54.70\n",
    "Includes VAT 19% €8.73\n",
    "One cup was broken €24.90\n",
    "Paid after refunds €29.80\n",
  ])
    expect(invoice).toContain(words);
  expect(invoice.match(forbidden)).toBe(null);

  await follow(10);
  const [statement, orders] = [await rowsOf("statement.csv"), await rowsOf("orders.csv")];
  expect(new Set(orders.map(({ id }) => Number(id)))).toEqual(new Set([guest, customer]));
  expect(statement).toMatchObject([{ orders: "2", firstInvoiceNumber: "1", lastInvoiceNumber: "2" }]);
  expect([sum(statement, "paidAmount"), sum(statement, "refundedAmount")]).toEqual([13_370, 2_490]);
  expect([sum(orders, "totalAmount"), sum(orders, "refundedAmount")]).toEqual([13_370, 2_490]);

  await allIsSent();
  await follow(11);
  const sound = { orders: 2, codes: 0, differences: [] };
  expect(await auditTill(counter)).toEqual(sound);
  await sentOnce(guest);
  const before = await findWords(shop, ofFrieda);
  expect(new Set(Object.values(before).flat())).toEqual(new Set(ofFrieda));
  await follow(12);
  expect(await findWords(shop, ofFrieda)).toEqual({});
  expect(await auditTill(counter)).toEqual(sound);
  expect(await counter.orders.get.query({ id: guest })).toMatchObject({ invoiceNumber: 1, refundedAmount: 2_490 });

  expect(shop.stripe.faults).toEqual([]);
  expect(shop.stripe.seen.filter(({ operation }) => operation === "POST /v1/payment_intents")).toHaveLength(2);
  expect(worker.log()).not.toMatch(/sk_test|whsec|re_key|quittenbaum|4242|3220/i);
  expect(worker.log().match(/"level":"error","message":"[^"]*"/g)).toEqual([
    '"level":"error","message":"A refund has failed; staff can try it again or drop it."',
  ]);
});

/** Messages and webhooks leave after the responses. This waits for the last of them. */
async function allIsSent(): Promise<void> {
  const counter = await staffOf(shop);
  const open = async () => {
    const messages = (await counter.notifications.list.query({})).items;
    const webhooks = (await counter.webhooks.deliveries.list.query({})).items;
    return [...messages, ...webhooks].filter(({ status }) => status === "PENDING");
  };
  await expect.poll(open).toEqual([]);
}

/** Every message and webhook about an order has reached its receiver, once. */
async function sentOnce(guest: number): Promise<void> {
  const counter = await staffOf(shop);
  const { items } = await counter.notifications.list.query({ orderId: guest });
  const about = items.map(({ channel, subject, status, provider }) => [channel, subject, status, provider]);
  expect(about).toEqual(
    ["Order Refunded", "Order Confirmed"].flatMap((subject) => [
      ["SMS", null, "SENT", "Twilio"],
      ["EMAIL", subject, "SENT", "Resend"],
    ]),
  );
  expect(items.map(({ providerId }) => providerId)).not.toContain(null);
  const said = JSON.stringify([shop.resend.mails, shop.twilio.texts]);
  expect(said).toContain("Order Refunded");
  expect(said.match(forbidden)).toBe(null);
  const secret = await known("SECRET");
  const told = shop.server.verified(secret).filter(({ data }) => data.order.id === guest);
  expect(told.map(({ type }) => type).toSorted()).toEqual([
    "order.created",
    "order.paid",
    "order.refunded",
    "refund.failed",
  ]);
  const { items: deliveries } = await counter.webhooks.deliveries.list.query({});
  expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(["SUCCEEDED"]));
}
