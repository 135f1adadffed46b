import type { Order } from "@till/client";
import type { Check } from "../finding.ts";
import { lieInTheEnd, truthsOf, wrongWith } from "./judge.ts";
import type { OwnTill } from "./own-till.ts";
import type { Press, Shop, Told } from "./shop.ts";

/** What a trial works with. */
export interface Stage {
  readonly till: OwnTill;
  readonly shop: Shop;
  /** A purchase that was not there before. */
  newPress(token: string): Press;
}

/** What a trial saw. `wrong` is null if it could not be seen. */
export interface Seen {
  readonly wrong: readonly string[] | null;
  /** What was seen, as a sentence, if nothing is wrong. */
  readonly found: string;
}

/** Something that happens to a checkout in production. */
export interface Trial extends Check {
  readonly run: (stage: Stage) => Promise<Seen>;
}

const card = "pm_card_visa";
const once = { charges: 1 };
const never = { charges: 0 };

/** The customer presses “Pay”, and presses again if they see an error. */
async function buy({ shop }: Stage, press: Press): Promise<Told | null> {
  return (await shop.press(press)) ?? shop.press(press);
}

async function plain(stage: Stage): Promise<Seen> {
  const told = await stage.shop.press(stage.newPress(card));
  return { wrong: wrongWith(await stage.till.newOrders(), [told], once), found: tellOutcome(told) };
}

const tellOutcome = (told: Told | null): string => `One order, one charge. Your server said “${told?.outcome}”.`;

/** A purchase in which the answer to a call of the shop is lost, after Till has done it. */
const lostAnswer =
  (procedure: "orders.create" | "orders.pay") =>
  async (stage: Stage): Promise<Seen> => {
    await stage.till.breakNext({ procedure, fault: "lost_after" });
    const told = await buy(stage, stage.newPress(card));
    if ((await stage.till.mend()) === 0)
      return { wrong: null, found: `Your server did not call ${procedure}, so no answer was lost.` };
    return { wrong: wrongWith(await stage.till.newOrders(), [told], once), found: tellOutcome(told) };
  };

async function doubleClick(stage: Stage): Promise<Seen> {
  const press = stage.newPress(card);
  const told = await Promise.all([stage.shop.press(press), stage.shop.press(press)]);
  // A server may refuse one of the two presses.
  const heard = told.filter((one) => one !== null);
  const orders = await stage.till.newOrders();
  return { wrong: wrongWith(orders, heard.length > 0 ? heard : [null], once), found: tellOutcome(heard[0] ?? null) };
}

async function leftOpen(stage: Stage): Promise<Seen> {
  const press = stage.newPress("pm_card_threeDSecure2Required");
  const told = await stage.shop.press(press);
  const orders = await stage.till.newOrders();
  const [order] = orders;
  const wrong = wrongWith(orders, [told], never);
  if (wrong.length > 0 || !order) return { wrong, found: "" };
  if (order.expiresAt !== null) await stage.till.advanceTo(order.expiresAt);
  return inTheEnd(stage, { press, told, order: await stage.till.order(order.id) });
}

const lateSeconds = 120;

async function lateSuccess(stage: Stage): Promise<Seen> {
  const press = stage.newPress("sim:insufficient_funds~succeeded");
  const told = await stage.shop.press(press);
  const orders = await stage.till.newOrders();
  const [order] = orders;
  const wrong = wrongWith(orders, [told], never);
  if (wrong.length > 0 || !order) return { wrong, found: "" };
  await stage.till.advance(lateSeconds);
  return inTheEnd(stage, { press, told, order: await stage.till.order(order.id) });
}

/** Compares what the shop says at last with the order. */
async function inTheEnd(
  { shop }: Stage,
  { press, told, order }: { press: Press; told: Told | null; order: Order },
): Promise<Seen> {
  const truths = truthsOf(order, true);
  const last = await shop.read(press.checkout, ({ outcome }) => truths.includes(outcome));
  if (last === undefined)
    return {
      wrong: null,
      found: `Your server said “${told?.outcome}”. What it says now that the order is ${order.status} can't be seen: it does not answer GET.`,
    };
  const found = `Your server said “${told?.outcome}”, and later “${last.outcome}”.`;
  return { wrong: lieInTheEnd(order, last), found };
}

/** All trials, in the order in which they are made. The first one is no attack: without it, nothing else says much. */
export const trials: readonly Trial[] = [
  {
    id: "plain",
    name: "A plain checkout",
    why: "This is the normal case: one order, one charge, and the customer is told so.",
    mend: "Place the order with orders.create, pay it with orders.pay and the source that is given, and answer what the customer sees.",
    run: plain,
  },
  {
    id: "lost-order",
    name: "The answer to the order is lost",
    why: "A connection can end after Till has placed the order. A server that places another one reserves the items twice.",
    mend: "Send the same request again with the same idempotency key. @till/client does that. Make the key from the id of the checkout, so that it is the same when the customer presses again.",
    run: lostAnswer("orders.create"),
  },
  {
    id: "lost-payment",
    name: "The answer to the payment is lost",
    why: "The customer is charged, and your server does not know it. A customer who sees an error pays again elsewhere.",
    mend: "Send the same request again with the same idempotency key, and read the order before you say that a payment failed.",
    run: lostAnswer("orders.pay"),
  },
  {
    id: "double-click",
    name: "A double click",
    why: "Customers press twice, and browsers send forms again. Both requests arrive at the same moment.",
    mend: "Give each checkout an id, and make two idempotency keys from it: one for its order, one for its payment. Both requests then get the same order.",
    run: doubleClick,
  },
  {
    id: "left-open",
    name: "3-D Secure left open",
    why: "Many customers never confirm with their bank. Their order is not paid, and Till cancels it when its time is over.",
    mend: "Say that an order is paid only if its status is PAID. While an attempt is REQUIRES_ACTION, send the customer to its nextAction.url. Take the end from order.cancelled, or read the order.",
    run: leftOpen,
  },
  {
    id: "late-success",
    name: "A success after the decline",
    why: "Some payments are declined first and come through later. The customer is charged, and nobody ships.",
    mend: "Do not keep the first answer for good. Take the end from the webhook order.paid, or read the order when the page is shown.",
    run: lateSuccess,
  },
];
