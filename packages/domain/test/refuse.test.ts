import { declineCodeNames, declineCodes, isRefusalShape, refusals } from "@till/contracts";
import { expect, test } from "vitest";
import { refuse } from "../src/index.ts";
import { now, orderOf } from "./orders.ts";

import { declined, examples } from "./refusal-examples.ts";

test("every sentence can be read by a shopper", () => {
  expect(`\n${examples.map(({ message }) => message).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    The input must not have the unknown key "coupon" (known: items, discountCode). items[0].quantity must be a whole number from 1 to 99.
    There is no product 7.
    There are no products 7 and 8.
    There are no products 7, 8, and 9.
    The order comes to ₹10,00,000.00; one order may come to ₹9,99,999.99 at most. Split it.
    One order has one currency; these products are priced in INR, USD, and EUR.
    Kettle is sold out. Only 1 of Tea is left; you asked for 2. Only 4 of Cup are left; you asked for 6.
    Kettle has unlimited stock, which can't be adjusted. Set its stock to a number first.
    Kettle has 3 pieces in stock, so 5 can't be taken out.
    Kettle has 3 pieces in stock, and may have 9999999 at most.
    There is no discount code TEN.
    There is a discount code TEN already, with other terms or disabled. Choose another code.
    The order now comes to ₹320.00, not ₹300.00. Look at it again, and place it if you agree.
    The code MONSOON25 is not known here. Check its spelling.
    The code MONSOON25 is no longer valid.
    The code MONSOON25 is valid from 1 June 2026 at 00:00 UTC on.
    The code MONSOON25 ended on 30 September 2026 at 00:00 UTC.
    The code MONSOON25 is used up.
    The code MONSOON25 can't be used again: you have reached its limit for one customer.
    The code MONSOON25 is not valid for orders in INR.
    The code MONSOON25 is valid for orders of at least ₹1,500.00.
    Order #42 has the reference SO-7 already. Each order needs its own.
    Another order has the reference SO-7 already. Each order needs its own.
    Payments are simulated here, and only test cards, test tokens and test UPI addresses are taken, such as 4242 4242 4242 4242. Never enter a real card.
    Sign in first: send a bearer token in the Authorization header.
    Your sign-in has expired. Sign in again.
    The bearer token is not valid here yet: its claim nbf is in the future. Check the clocks.
    The bearer token is not valid here: it is neither a signed JSON Web Token nor an API key nor the token of a guest link. Sign in again.
    The bearer token is not valid here: the login service has no key that fits it. Sign in again.
    The bearer token is not valid here: the key of the login service that fits it is too short, or no key at all.
    The bearer token is not valid here: its signature is wrong. Sign in again.
    The bearer token is not valid here: it is signed by an algorithm that is not accepted.
    The bearer token is not valid here: another login service issued it (claim iss). Sign in again.
    The bearer token is not valid here: it is meant for another service (claim aud). Sign in again.
    The bearer token is not valid here: it needs the claims sub and exp, and iss and aud where they are set.
    The bearer token is not valid here: its claim sub must be 1 to 255 printable ASCII characters, and not an id that Till uses itself.
    The bearer token is not valid here: it comes from a sandbox, and the sandbox is off. Sign in again.
    The bearer token is not valid here: it is for another till (claim till). Sign in again.
    The API key is not valid here: it is unknown, or it was revoked.
    The guest link is not valid here: it is unknown, revoked or expired. Ask the shop for a new link to your order.
    Only customers can do this.
    Only staff can do this.
    This is a feature of the sandbox, and the sandbox is off here.
    This database is not marked as a sandbox's, so nothing is deleted. An empty one is marked when the seed runs.
    Only staff can list the orders of another customer.
    Only staff can search all orders.
    There is nothing at orders.steal.
    Queries use GET and mutations use POST. orders.create needs the other method.
    Till serves no agents here. To serve them, set MCP to \`on\`.
    Pages of this origin may not call. To let them, add their origin to CORS_ORIGINS.
    There is no demo user usr_nobody.
    There is no message 7.
    There is no order #42.
    Order #42 is already paid.
    Order #42 was paid and refunded.
    Order #42 is already cancelled.
    Order #42 was cancelled, because it was not paid in time.
    Order #42 can no longer be paid: its time to pay ended on 1 March 2026 at 11:59 UTC. Place it again.
    Order #42 was cancelled, because its cash was not collected in time.
    Order #42 has had 20 attempts to pay, and no more are taken. Cancel it and place it again, or ask the shop.
    You have 100 unpaid orders, and one customer may have 100 at a time. Pay or cancel one of them first.
    Your unpaid orders hold 480 pieces, this one asks for 30 more, and one customer may hold 500 at a time. Pay or cancel an order first, or order fewer pieces.
    Order #42 is paid in cash on delivery. There is nothing to pay online.
    Order #42 is paid online. There is no cash to collect.
    A payment of order #42 waits to be confirmed with the bank. Confirm or reject it, or pay with another card.
    A payment of order #42 is being processed. Wait until it is settled.
    Order #42 has no payment pay_1 that waits to be confirmed.
    The payment of order #42 is confirmed on the page of the bank, and not here. Its nextAction has the address.
    Order #42 is not paid, so there is nothing to refund. Cancel it instead.
    Order #42 was cancelled before it was paid, so there is nothing to refund.
    Order #42 is refunded already.
    Order #42 has ₹1,000.00 left to refund.
    Order #42 has nothing left to refund.
    Order #42 has nothing left to refund. A refund of ₹1,000.00 waits for the gateway.
    Order #42 has no refund ref_1.
    Order #42 was paid through a payment gateway that is not configured here any more. Refund it at that gateway, or configure it again.
    Refund ref_1 of order #42 has not failed: the gateway has not answered yet.
    Refund ref_1 of order #42 has not failed: the gateway took it.
    Refund ref_1 of order #42 has failed.
    Refund ref_1 of order #42 was dropped.
    The card does not have enough funds. Try another card.
    Webhooks can't be sent to http://shop.example/hook: its address must begin with https://.
    Webhooks can't be sent to http://shop.example/hook: it is not an address of the public internet.
    Webhooks can't be sent to http://shop.example/hook: its port must be 443 or 8443.
    There is no webhook endpoint whe_1.
    There are 16 webhook endpoints already, and no more can be added. Delete one first.
    There is no till k3v9. It may have expired.
    The default till is not one that somebody made: it is always there, and can't be deleted.
    There are 1000 tills already, and no more can be added. Delete one first, or wait until one expires.
    There is only one till here. Till makes others where TILLS=many is set.
    The default till follows the real time. Create another till, and move its clock.
    The webhook endpoint whe_1 is switched off. Switch it on first.
    The webhook endpoint whe_1 is switched off, because it answered 410 Gone. Switch it on first.
    The webhook endpoint whe_1 is switched off, because it failed for days. Switch it on first.
    There is no webhook delivery msg_1.
    This idempotency key was used for a different request. Use a new key for a new request.
    Only customers and staff can do this.
    An API key can't do this. Sign in yourself.
    The link of a guest is for one order: to see, pay or cancel it.
    customer must say whom the order is for, because staff have no basket of their own: send { id } of a known customer, or { name, email, phone } of a guest.
    customer must be left out, because you order for yourself: only staff order for somebody else.
    There is no customer usr_7: nobody with this id has placed an order.
    Order #42 is not paid yet. Cancel it or wait for its payment, then erase again.
    A payment of order #42 is being processed. Wait until it has ended, then erase again.
    A refund of order #42 waits for the gateway. Wait for its answer, then erase again.
    A message about order #42 is still to be sent. Try again when it is.
    A webhook about order #42 is being sent just now. Try again in a few minutes.
    Order #42 is not a guest's, so it has no link. Its customer signs in to see it.
    returnUrl must lead to a host that this shop allows, and shop.example is not one: add it to the setting RETURN_HOSTS.
    returnUrl must begin with https://, and the page at shop.example does not: http is for localhost, in a sandbox.
    No payment gateway is set up here, so no money would move. Choose cash on delivery (COD). The setting GATEWAY names a payment gateway.
    There is no API key key_1.
    There are 100 API keys already, and no more can be added. Revoke one first.
    The body of a request may have 64 KiB at most.
    One request may carry 20 calls at most. Send the others in another request.
    Too many requests. Try again in 60 seconds.
    The login service can't be reached at the moment, so Till can't check who you are. Try again soon.
    The database can't be reached at the moment. Try again soon; with the same idempotency key nothing is done twice.
    "
  `);
});

test("every refusal is one by the contract, and every code of the contract is made here", () => {
  for (const refusal of examples) expect(refusal).toSatisfy(isRefusalShape);
  expect(new Set(examples.map(({ code }) => code))).toEqual(new Set(Object.keys(refusals)));
});

test("every decline says in a sentence what the shopper can do", () => {
  for (const declineCode of declineCodeNames)
    expect(refuse.paymentDeclined(declined, declineCode, ["pay"])).toEqual({
      code: "PAYMENT_DECLINED",
      message: declineCodes[declineCode],
      details: { orderId: 42, paymentId: "pay_1", declineCode, gatewaySentence: "Ask your bank." },
      actions: ["pay"],
    });
});

test("a lost and a stolen card are not told apart from any other, so that a thief learns nothing", () => {
  expect(declineCodes.lost_card).toBe(declineCodes.generic_decline);
  expect(declineCodes.stolen_card).toBe(declineCodes.generic_decline);
});

test("an order that is pending and in time can't be refused as not pending", () => {
  expect(() => refuse.orderNotPending(orderOf("PENDING", "ONLINE", "in a millisecond"), now, [])).toThrow(/#42/);
});

test("the refusals of payments and refunds carry what they are about, and what can still be done", () => {
  const order = orderOf("PENDING", "ONLINE", "never");
  expect(refuse.paymentInProgress(order, { id: "pay_2", status: "PROCESSING" }, ["cancel"])).toMatchObject({
    code: "PAYMENT_IN_PROGRESS",
    details: { orderId: 42, paymentId: "pay_2", paymentStatus: "PROCESSING" },
    actions: ["cancel"],
  });
  expect(refuse.paymentNotOpen(order, "pay_1", ["pay"])).toMatchObject({
    code: "PAYMENT_NOT_OPEN",
    details: { orderId: 42, paymentId: "pay_1" },
    actions: ["pay"],
  });
  expect(refuse.orderNotRefundable(order, ["cancel"])).toMatchObject({
    code: "ORDER_NOT_REFUNDABLE",
    details: { orderId: 42, status: "PENDING" },
    actions: ["cancel"],
  });
});
