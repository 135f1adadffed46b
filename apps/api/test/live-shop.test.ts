import { simulator } from "@till/domain";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channels } from "../src/channels/channel.ts";
import { type Till, somebody, startTill } from "./till.ts";

/** The words that nobody may read in a live shop. */
const forbidden = /\b(?:demo|tests?|sandbox(?:es)?|simulated|mock)\b/i;

const settings = {
  SANDBOX: "off",
  PUBLIC_ORIGIN: "https://acme.example",
  SHOP_NAME: "Acme & Sons",
  SHOP_SUPPORT: "help@acme.example",
  SHOP_LOCALE: "de-DE",
  SHOP_TIME_ZONE: "Asia/Kolkata",
  SHOP_COLOR: "#7a1f5c",
  EMAIL_FROM: "Acme & Sons <orders@acme.example>",
};

type Sent = [...Parameters<Channels["EMAIL"]>];

let till: Till;
const sent: Sent[] = [];
const send: Channels["EMAIL"] = async (...message) => void sent.push(message);

beforeAll(async () => {
  // A gateway that really takes money, as far as Till can tell.
  till = await startTill({ gateway: { ...simulator, isSimulated: false }, variables: settings });
  till.world.channels = { EMAIL: send, SMS: send };
});
afterAll(() => till.stop());

/** One order for each message that there is, and a payment that was refunded in part. */
async function tellEverything() {
  const api = till.as({ ...somebody(), name: "Asha Rao" });
  const staff = till.as({ ...somebody("staff"), name: "Meera Nair" });
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const items = [{ productId: await till.addProduct({ name: "Teapot", unitPrice: 149_900 }), quantity: 1 }];
  const place = async (paymentMethod: "COD" | "ONLINE") =>
    (await api.orders.create.mutate({ items, paymentMethod })).id;
  const [declined, cash, paid, waiting] = [
    await place("ONLINE"),
    await place("COD"),
    await place("ONLINE"),
    await place("ONLINE"),
  ];
  const source = { token: "sim:expired_card~succeeded" };
  await expect(api.orders.pay.mutate({ id: declined, source })).rejects.toThrow("The card has expired.");
  await api.orders.cancel.mutate({ id: declined });
  await staff.orders.collect.mutate({ id: cash });
  const { payment } = await api.orders.pay.mutate({ id: paid });
  await staff.orders.refund.mutate({ id: paid, amount: 100 });
  const bank = { token: "pm_card_threeDSecure2Required" };
  const asked = await api.orders.pay.mutate({ id: waiting, source: bank });
  await till.sweep(new Date("2026-05-02T12:00:00.000Z"));
  await till.settled();
  till.world.time = null;
  return { payment: payment.id, asked: asked.payment.id };
}

test("messages, receipts and the bank's page of a live shop are in its name, and none speaks of a demo or a test", async () => {
  const { payment, asked } = await tellEverything();
  expect(new Set(sent.map(([{ type }]) => type))).toEqual(
    new Set(["order.created", "order.paid", "order.cancelled", "order.refunded", "payment.failed", "payment.returned"]),
  );
  for (const [{ text, html, subject }, { from }] of sent) {
    const said = [subject, text, html].join("\n");
    expect(said).not.toMatch(forbidden);
    expect(text).toContain("Acme & Sons");
    expect(from).toBe(settings.EMAIL_FROM);
    if (html !== null) expect(html).toContain("mailto:help@acme.example");
  }

  const receipt = await (await till.request(`/payments/${payment}/receipt`)).text();
  const bank = await (await till.request(`/payments/${asked}/confirm`)).text();
  for (const page of [receipt, bank]) {
    expect(page).not.toMatch(forbidden);
    expect(page).toContain("Acme &amp; Sons");
    expect(page).toContain("--accent: #7a1f5c");
    expect(page).toContain("1.499,00\u00a0₹");
  }
  const answer = await till.request(`/payments/${payment}/receipt.pdf`);
  expect(answer.headers.get("etag")).toContain(encodeURIComponent("Acme & Sons"));
  const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
  const { text } = await extractText(pdf, { mergePages: true });
  const facts = JSON.stringify((await pdf.getMetadata()).info);
  expect(text + facts).not.toMatch(forbidden);
  for (const words of ["Acme & Sons", "help@acme.example", "1.499,00 INR", "1. Mai 2026 um 17:30"])
    expect(text).toContain(words);
});
