import { channels, eventTypes } from "@till/contracts";
import { expect, test } from "vitest";
import { demoShop, messageEvents, renderMessage } from "../src/index.ts";

const facts = {
  orderId: 42,
  amount: 149_900,
  totalAmount: 149_900,
  currency: "INR",
  paymentMethod: "ONLINE",
  customerName: "Asha Rao",
  declineCode: null,
} as const;

/** The message of an event on every channel, as what it says. */
function wordsOf(message: Omit<Parameters<typeof renderMessage>[0], "channel">) {
  const email = renderMessage({ ...message, channel: "EMAIL" }, demoShop);
  const sms = renderMessage({ ...message, channel: "SMS" }, demoShop);
  return { email: [email.subject, email.text], sms: [sms.subject, sms.text] };
}

test("a paid order is confirmed by email and SMS, however it came to be paid", () => {
  for (const command of ["pay", "confirm", "settle"] as const)
    expect(wordsOf({ ...facts, type: "order.paid", command })).toEqual({
      email: ["Order Confirmed", "Your order #42 is paid. Amount: ₹1,499.00"],
      sms: [null, "Order #42 paid successfully."],
    });
});

test("cash that was collected is confirmed as cash", () => {
  expect(wordsOf({ ...facts, type: "order.paid", command: "collect" })).toEqual({
    email: ["Order Confirmed", "Your order #42 is paid in cash. Amount: ₹1,499.00"],
    sms: [null, "Order #42 paid successfully in cash."],
  });
});

test("a payment that was declined is told with what can be done about it", () => {
  expect(wordsOf({ ...facts, type: "payment.failed", command: "pay", declineCode: "insufficient_funds" })).toEqual({
    email: [
      "Payment Declined",
      "The payment of ₹1,499.00 for your order #42 was declined. The card does not have enough funds. Try another card.",
    ],
    sms: [null, "The payment for order #42 was declined."],
  });
});

test("a cancelled order is told by email and SMS", () => {
  expect(wordsOf({ ...facts, type: "order.cancelled", command: "cancel" })).toEqual({
    email: ["Order Cancelled", "Your order #42 has been cancelled."],
    sms: [null, "Your order #42 has been cancelled."],
  });
});

test("an order that expired is told as cancelled, and why", () => {
  expect(wordsOf({ ...facts, type: "order.cancelled", command: "expire" })).toEqual({
    email: [
      "Order Cancelled",
      "Your order #42 has been cancelled. It was not paid in time; you are welcome to place it again.",
    ],
    sms: [null, "Your order #42 has been cancelled. It was not paid in time."],
  });
});

test("an order whose cash was not collected in time is told as cancelled, and why", () => {
  expect(wordsOf({ ...facts, paymentMethod: "COD", type: "order.cancelled", command: "expire" })).toEqual({
    email: [
      "Order Cancelled",
      "Your order #42 has been cancelled. Its cash was not collected in time; you are welcome to place it again.",
    ],
    sms: [null, "Your order #42 has been cancelled. Its cash was not collected in time."],
  });
});

test("a refund is told by email and SMS, with the amount that is given back", () => {
  expect(wordsOf({ ...facts, type: "order.refunded", command: "refund" })).toEqual({
    email: ["Order Refunded", "Your order #42 has been refunded. Amount: ₹1,499.00"],
    sms: [null, "Order #42 refunded: ₹1,499.00."],
  });
  expect(
    wordsOf({
      ...facts,
      type: "order.refunded",
      command: "refund",
      orderId: 7,
      amount: 50,
      totalAmount: 50,
      currency: "EUR",
    }),
  ).toEqual({
    email: ["Order Refunded", "Your order #7 has been refunded. Amount: €0.50"],
    sms: [null, "Order #7 refunded: €0.50."],
  });
});

test("a refund of a part is not told as one of the whole order", () => {
  expect(
    wordsOf({ ...facts, type: "order.refunded", command: "refund", orderId: 144, amount: 500, totalAmount: 97_500 }),
  ).toEqual({
    email: ["Order Refunded", "₹5.00 of your order #144 has been refunded."],
    sms: [null, "₹5.00 of your order #144 has been refunded."],
  });
});

test("a late payment that goes back says why it came and that it goes", () => {
  expect(wordsOf({ ...facts, type: "payment.returned", command: "returnLate" })).toEqual({
    email: [
      "Payment Returned",
      "A payment of ₹1,499.00 for your order #42 was declined first, and came through late. Your order did not need it any more, so the money goes back to you.",
    ],
    sms: [null, "A late payment of ₹1,499.00 for order #42 goes back to you."],
  });
});

test("an order to be paid in cash on delivery is confirmed when it is placed, with what is to be paid", () => {
  expect(wordsOf({ ...facts, type: "order.created", command: "create" })).toEqual({
    email: ["Order Received", "We have your order #42. To pay in cash on delivery: ₹1,499.00"],
    sms: [null, "We have your order #42. To pay in cash: ₹1,499.00."],
  });
});

test("only the events that say so have a message", () => {
  expect(messageEvents.toSorted()).toEqual([
    "order.cancelled",
    "order.created",
    "order.paid",
    "order.refunded",
    "payment.failed",
    "payment.returned",
  ]);
  for (const type of eventTypes.filter((event) => !messageEvents.includes(event)))
    for (const channel of channels)
      expect(() => renderMessage({ ...facts, type, command: "pay", channel }, demoShop)).toThrow(
        `The event ${type} has no message.`,
      );
});

test("an email can also be looked at: the same words, greeting its customer, with nothing of a name taken as HTML", () => {
  const message = { ...facts, type: "order.paid", command: "pay", customerName: `<b>"A" & 'B'</b>` } as const;
  const { html } = renderMessage({ ...message, channel: "EMAIL" }, demoShop);
  expect(html).toContain("<title>Order Confirmed</title>");
  expect(html).toContain("Hello &lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;,");
  expect(html).toContain("Your order #42 is paid. Amount: ₹1,499.00");
  expect(html).not.toContain("<b>");
  expect(renderMessage({ ...message, channel: "SMS" }, demoShop).html).toBeNull();
});

const shop = {
  name: "Café <Acme>",
  signsMessages: true,
  support: "help@acme.example",
  color: "#7a1f5c",
  locale: "de-DE",
  timeZone: "UTC",
};

test("a shop with a name says who writes, where it helps, and amounts in its locale", () => {
  const message = { ...facts, currency: "EUR", type: "order.paid", command: "pay" } as const;
  const { subject, text, html } = renderMessage({ ...message, channel: "EMAIL" }, shop);
  expect([subject, text]).toEqual([
    "Order Confirmed",
    "Your order #42 is paid. Amount: 1.499,00\u00a0€\n\nCafé <Acme>\nQuestions? help@acme.example",
  ]);
  for (const part of ["Café &lt;Acme&gt;</td>", 'href="mailto:help@acme.example"', "color:#7a1f5c", "1.499,00\u00a0€"])
    expect(html).toContain(part);
  expect(renderMessage({ ...message, channel: "SMS" }, shop).text).toBe("Café <Acme>: Order #42 paid successfully.");
  const away = { ...shop, support: "https://acme.example/help?a&b" };
  expect(renderMessage({ ...message, channel: "EMAIL" }, away).html).toContain(
    'href="https://acme.example/help?a&amp;b"',
  );
});

const named = { ...demoShop, name: "A shop with a name of sixty characters, the longest allowed", signsMessages: true };

test.each(messageEvents)("the SMS of %s fits into 160 characters, also with a long name and a large amount", (type) => {
  const large = { ...facts, orderId: 1_000_000, amount: 99_999_999, type, channel: "SMS" } as const;
  for (const command of ["pay", "collect", "expire"] as const)
    for (const amount of [1, large.amount])
      expect(renderMessage({ ...large, amount, command }, named).text.length).toBeLessThanOrEqual(160);
});

const emailOf = (type: (typeof messageEvents)[number], receiptUrl: string | null) =>
  renderMessage({ ...facts, type, command: "pay", channel: "EMAIL" }, named, receiptUrl);

test("the email about a payment leads to its receipt, as text and as HTML, and no other does", () => {
  const url = 'https://shop.example/payments/pay_1/receipt?"';
  const paid = emailOf("order.paid", url);
  expect(paid.text).toContain(`View your receipt: ${url}\n`);
  expect(paid.html).toContain('href="https://shop.example/payments/pay_1/receipt?&quot;"');
  for (const { text, html } of [
    emailOf("order.paid", null),
    emailOf("payment.failed", url),
    emailOf("order.refunded", url),
  ])
    expect(`${text}${html}`).not.toContain("receipt");
});
