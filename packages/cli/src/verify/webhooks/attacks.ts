import { newWebhookSecret } from "@till/api/webhooks";
import type { Check } from "../finding.ts";
import type { Bench, Draft } from "./bench.ts";
import type { WantedEffect } from "./effects.ts";
import type { Answer } from "./post.ts";

/** What came of an attack: the answers, and the effects that have to follow. */
export interface Attacked {
  readonly answers: readonly Answer[];
  readonly effects: readonly WantedEffect[];
}

/** Something that production does to a server that receives webhooks. */
export interface Attack extends Check {
  /** What the server has to answer: it accepts with 2xx, refuses with 4xx. */
  readonly wanted: "accepted" | "refused";
  /** Whether the answer alone says nothing: the point is what the server does. */
  readonly isAboutEffect?: true;
  readonly run: (bench: Bench) => Promise<Attacked>;
}

const hourMs = 3_600_000;
/** Well within the five minutes that the specification allows. */
const earlierMs = 4 * 60_000;
const atOnce = 10;

const retried = "Till sends again what is not answered with 2xx, for three days.";
const acceptMend = "Answer 2xx to every webhook with a valid signature.";

/** An order that was placed, and the effect that is wanted once it is paid. */
async function placedOrder(bench: Bench, count = 1) {
  const { orderId, created, paid } = await bench.newOrder();
  const placed = await bench.send({ payload: created });
  return { placed, paid, effects: [{ orderId, count }] };
}

/** Sends `order.paid` of a new order, and what an attack changes of it. */
const sendPaid =
  (draft: (paid: string, bench: Bench) => Omit<Draft, "payload"> & { payload?: string }, count = 1) =>
  async (bench: Bench): Promise<Attacked> => {
    const { paid, effects } = await placedOrder(bench, count);
    return { answers: [await bench.send({ payload: paid, ...draft(paid, bench) })], effects };
  };

async function valid(bench: Bench): Promise<Attacked> {
  const { placed, paid, effects } = await placedOrder(bench);
  return { answers: [placed, await bench.send({ payload: paid })], effects };
}

async function twiceAtOnce(bench: Bench): Promise<Attacked> {
  const { paid: payload, effects } = await placedOrder(bench);
  const id = bench.webhookId();
  const send = () => bench.send({ id, payload });
  return { answers: await againIfBusy(await Promise.all([send(), send()]), send), effects };
}

async function twiceApart(bench: Bench): Promise<Attacked> {
  const { paid: payload, effects } = await placedOrder(bench);
  const id = bench.webhookId();
  const first = await bench.send({ id, payload, at: new Date(Date.now() - earlierMs) });
  return { answers: [first, await bench.send({ id, payload })], effects };
}

async function outOfOrder(bench: Bench): Promise<Attacked> {
  const { orderId, created, failed, paid } = await bench.newOrder();
  const answers: Answer[] = [];
  for (const payload of [paid, failed, created]) answers.push(await bench.send({ payload }));
  return { answers, effects: [{ orderId, count: 1, status: "PAID" }] };
}

async function tenAtOnce(bench: Bench): Promise<Attacked> {
  const orders = [];
  for (let order = 0; order < atOnce; order += 1) orders.push(await placedOrder(bench));
  const sends = orders.map(({ paid: payload }) => {
    const id = bench.webhookId();
    return () => bench.send({ id, payload });
  });
  const answers = await againIfBusy(await Promise.all(sends.map((send) => send())), (index) => sends[index]?.());
  return { answers, effects: orders.flatMap(({ effects }) => effects) };
}

function withUnknownType(paid: string): string {
  return JSON.stringify({ ...(JSON.parse(paid) as object), type: "order.archived" });
}

function withNewFields(paid: string): string {
  const event = JSON.parse(paid) as { data: { order: object } };
  const data = { ...event.data, order: { ...event.data.order, giftWrap: { paper: "red" } }, parcel: null };
  return JSON.stringify({ ...event, apiVersion: "2", data });
}

/** Cuts in the middle of a letter of two bytes, and leaves one byte at each end alone. */
function cutsOf(paid: string): number[] {
  const bytes = Buffer.from(paid);
  return [1, bytes.indexOf("è") + 1, bytes.length - 1];
}

/** The answers of a server that wants to be asked again: it is busy, or at work on the same webhook. */
const busy: ReadonlySet<number | null> = new Set([409, 425, 429, 503]);

/** Sends each webhook again whose answer says “later”, once, as Till does. */
async function againIfBusy(
  answers: readonly Answer[],
  send: (index: number) => Promise<Answer> | undefined,
): Promise<Answer[]> {
  const last: Answer[] = [];
  for (const [index, answer] of answers.entries())
    last.push((busy.has(answer.status) ? await send(index) : undefined) ?? answer);
  return last;
}

/** All attacks, in the order in which they are made. The first one is no attack: without it, nothing else says much. */
export const attacks: readonly Attack[] = [
  {
    id: "valid",
    name: "A valid webhook",
    wanted: "accepted",
    why: `This is the normal case. ${retried}`,
    mend: "Check that the server has the secret that you gave here. Verify the raw body, before it is parsed. Answer 2xx within 15 seconds, and do the work afterwards.",
    run: valid,
  },
  {
    id: "two-signatures",
    name: "Two signatures",
    wanted: "accepted",
    why: "While a secret is rotated, each webhook has a signature of the old secret and one of the new.",
    mend: "Accept a webhook if one of the signatures in webhook-signature is valid. A Standard Webhooks library does that.",
    run: sendPaid((_paid, { secret }) => ({ secrets: [newWebhookSecret(), secret] })),
  },
  {
    id: "in-pieces",
    name: "Slow, in pieces",
    wanted: "accepted",
    why: "A network can cut a body anywhere, also in the middle of a letter.",
    mend: "Collect all bytes of the body, and then decode them once.",
    run: sendPaid((paid) => ({ cuts: cutsOf(paid) })),
  },
  {
    id: "wrong-signature",
    name: "A wrong signature",
    wanted: "refused",
    why: "Anybody can send to your address. Only the signature says that it is Till.",
    mend: "Verify webhook-signature with a Standard Webhooks library. Answer 400 if it throws, and do nothing else.",
    run: sendPaid(() => ({ secrets: [newWebhookSecret()] }), 0),
  },
  {
    id: "changed-body",
    name: "A body changed by one byte",
    wanted: "refused",
    why: "Somebody on the way could change an amount.",
    mend: "Verify the signature over the raw body that came, not over a part of it and not over the id alone.",
    run: sendPaid((paid) => ({ body: paid.replace(/"totalAmount":\d/, '"totalAmount":9') }), 0),
  },
  {
    id: "old-timestamp",
    name: "An old timestamp",
    wanted: "refused",
    why: "Somebody could record a valid webhook and send it again later. This one is an hour old.",
    mend: "Refuse a webhook-timestamp that is more than five minutes off. A Standard Webhooks library does that.",
    run: sendPaid(() => ({ at: new Date(Date.now() - hourMs) }), 0),
  },
  {
    id: "twice-at-once",
    name: "The same twice at once",
    wanted: "accepted",
    isAboutEffect: true,
    why: "Till delivers at least once. Two copies can arrive together, and both find that the webhook is new.",
    mend: "Insert the webhook-id into a column with a UNIQUE constraint, in the transaction of the effect. If it is there already, do nothing and answer 2xx.",
    run: twiceAtOnce,
  },
  {
    id: "twice-apart",
    name: "The same again later",
    wanted: "accepted",
    isAboutEffect: true,
    why: "A retry or a replay, days later, has the same webhook-id and body. Its timestamp and signature are new.",
    mend: "Recognize a repeat by its webhook-id alone, keep the ids in your database, and answer 2xx to a repeat.",
    run: twiceApart,
  },
  {
    id: "out-of-order",
    name: "Out of order",
    wanted: "accepted",
    isAboutEffect: true,
    why: "Webhooks can overtake each other. Here order.paid comes first, then payment.failed and order.created, which are older.",
    mend: "Take the order from data.order, and create it if you don't have it. Ignore an event whose timestamp is older than the newest one that you have for the order.",
    run: outOfOrder,
  },
  {
    id: "unknown-type",
    name: "An unknown event type",
    wanted: "accepted",
    why: `New versions of Till have new events. ${retried}`,
    mend: `${acceptMend} Ignore types that you do not know.`,
    run: sendPaid((paid) => ({ payload: withUnknownType(paid) }), 0),
  },
  {
    id: "new-fields",
    name: "New fields",
    wanted: "accepted",
    why: "New versions of Till have more fields in their events.",
    mend: "Read the fields that you need, and ignore the others. A strict schema refuses what it does not know.",
    run: sendPaid((paid) => ({ payload: withNewFields(paid) })),
  },
  {
    id: "ten-at-once",
    name: "10 at once",
    wanted: "accepted",
    why: "After an outage many webhooks arrive together.",
    mend: "Put the webhook into a queue or a table, answer 2xx, and do the work afterwards. 429 or 503 with Retry-After is fine.",
    run: tenAtOnce,
  },
];
