import { advanceTill } from "@till/client";
import { type Dossier, attemptDataSchema } from "@till/contracts";
import { formatMoney } from "@till/domain";
import { type Counterparts, type Past, doStep } from "./do-step.ts";
import type { World } from "./world.ts";

/** A step of a replay: what happened then, and what happens now. */
export interface ReplayedStep {
  /** Seconds after the first event of then. */
  readonly second: number;
  readonly orderId: number;
  /** What was done, as a sentence. */
  readonly text: string;
  /** Why it was not done, as a sentence; null if it was. */
  readonly problem: string | null;
  readonly before: string;
  readonly now: string;
  readonly isSame: boolean;
}

/** An order of then, and the one that stands for it; null if it could not be placed. */
interface ReplayedOrder {
  readonly id: number;
  readonly nowId: number | null;
  /** The status of then, and that of now. */
  readonly before: string;
  readonly now: string;
}

export interface Replayed {
  readonly steps: readonly ReplayedStep[];
  readonly orders: readonly ReplayedOrder[];
}

/** Does again all that happened to some orders, in the order in which it happened, with the same times between. */
export async function replayOrders(world: World, dossiers: readonly Dossier[]): Promise<Replayed> {
  const all: Past[] = dossiers
    .flatMap((dossier) => dossier.events.map((event) => ({ dossier, event })))
    .toSorted((one, other) => one.event.id - other.event.id);
  const begin = Date.parse(all[0]?.event.at ?? "");
  await world.staff.sandbox.clock.set.mutate({ mode: "frozen" });
  const counterparts: Counterparts = { orders: new Map(), payments: new Map() };
  const seen = new Map<number, number>();
  const steps: ReplayedStep[] = [];
  let second = 0;
  for (const past of all) {
    const { event, dossier } = past;
    const offset = (Date.parse(event.at) - begin) / 1_000;
    // A person acts before what falls due in the same second, and Till after it fell due.
    const target = Math.max(second, event.actor.role === "system" ? Math.ceil(offset) : Math.floor(offset));
    await advanceTill(world.staff, { seconds: target - second });
    second = target;
    const done = await doStep(world, counterparts, past);
    const news = await newEvents(world, counterparts, past, seen);
    const [before, now] = [tell(dossier, event), news.map(({ text }) => text).join("; ") || "nothing"];
    steps.push({ second, orderId: dossier.order.id, ...done, before, now, isSame: before === now });
  }
  return { steps, orders: await Promise.all(dossiers.map(({ order }) => compare(world, counterparts, order))) };
}

/** What happened to the order of now since the last look, which `seen` has. Notes which attempt stands for which. */
async function newEvents(
  { staff }: World,
  { orders, payments }: Counterparts,
  { dossier, event }: Past,
  seen: Map<number, number>,
): Promise<{ text: string }[]> {
  const id = orders.get(dossier.order.id);
  if (id === undefined) return [];
  const now = await staff.orders.dossier.query({ id });
  const news = now.events.filter(({ seq }) => seq > (seen.get(id) ?? 0));
  seen.set(id, now.events.at(-1)?.seq ?? 0);
  const paymentId = news.find((one) => one.paymentId !== null)?.paymentId;
  if (event.paymentId !== null && paymentId) payments.set(event.paymentId, paymentId);
  return news.map((one) => ({ text: tell(now, one) }));
}

/** `payment.failed, insufficient_funds`, `order.created, ₹549.00`: what has to be the same now. */
function tell({ order }: Dossier, { type, amount, refundId, data }: Dossier["events"][number]): string {
  const money = (sum: number) => formatMoney(sum, order.currency);
  // An attempt that came through late has no decline code any more. Its event has.
  const declineCode = attemptDataSchema.safeParse(data).data?.declineCode;
  const facts: string[] = [type];
  if (type === "order.created") facts.push(money(order.totalAmount));
  if (refundId !== null && amount !== null) facts.push(money(amount));
  if (type === "payment.failed" && declineCode) facts.push(declineCode);
  return facts.join(", ");
}

async function compare({ staff }: World, { orders }: Counterparts, order: Dossier["order"]): Promise<ReplayedOrder> {
  const nowId = orders.get(order.id) ?? null;
  const before = stateOf(order);
  if (nowId === null) return { id: order.id, nowId, before, now: "not placed" };
  return { id: order.id, nowId, before, now: stateOf(await staff.orders.get.query({ id: nowId })) };
}

const stateOf = ({ status, totalAmount, refundedAmount, currency }: Dossier["order"]): string => {
  const refunded = refundedAmount > 0 ? `, ${formatMoney(refundedAmount, currency)} of it given back` : "";
  return `${status}, ${formatMoney(totalAmount, currency)}${refunded}`;
};
