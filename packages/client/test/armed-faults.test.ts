import { type Till, startTill } from "@till/api/testing";
import { type ArmedFaultKind, type CreatedTill, armedFaultKinds } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TillClient, createTillClient, isRefusal } from "../src/index.ts";

let till: Till;
/** A till with an order for each command, of which each test gets a copy. */
let source: CreatedTill;
let ids: Awaited<ReturnType<typeof arrange>>;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  source = await till.as(null).sandbox.tills.create.mutate({ ttlMinutes: 600 });
  ids = await arrange(peopleOf(source));
  await till.settled();
});
afterAll(() => till.stop());

/** The typed client, with its retries and keys, for the people of a till. */
function peopleOf({ url, people }: CreatedTill) {
  const as = (id: string): TillClient =>
    createTillClient({
      url,
      token: people.find((one) => one.id === id)?.token,
      fetch: (input, init) => till.request(String(input), init),
    });
  return { asha: as("usr_asha"), meera: as("usr_meera") };
}

type People = ReturnType<typeof peopleOf>;

const basket = (paymentMethod: "ONLINE" | "COD") => ({ items: [{ productId: 1, quantity: 1 }], paymentMethod });

async function arrange({ asha, meera }: People) {
  const place = async (paymentMethod: "ONLINE" | "COD" = "ONLINE") =>
    (await asha.orders.create.mutate(basket(paymentMethod))).id;
  const [open, cash, waiting, paid] = [await place(), await place("COD"), await place(), await place()];
  const source3ds = { token: "pm_card_threeDSecure2Required" };
  const { payment } = await asha.orders.pay.mutate({ id: waiting, source: source3ds });
  await asha.orders.pay.mutate({ id: paid });
  const refused = await place();
  await asha.orders.pay.mutate({ id: refused, source: { token: "sim:succeeded^refund_refused" } });
  const { refund } = await meera.orders.refund.mutate({ id: refused, amount: 1_000 });
  return { open, cash, waiting, paymentId: payment.id, paid, refused, refundId: refund.id };
}

/** Each command, by the procedure that it calls. */
const commands = {
  "orders.create": ({ asha }) => asha.orders.create.mutate(basket("ONLINE")),
  "orders.pay": ({ asha }) => asha.orders.pay.mutate({ id: ids.open }),
  "orders.confirm": ({ asha }) =>
    asha.orders.confirm.mutate({ id: ids.waiting, paymentId: ids.paymentId, outcome: "COMPLETE" }),
  "orders.cancel": ({ asha }) => asha.orders.cancel.mutate({ id: ids.open }),
  "orders.collect": ({ meera }) => meera.orders.collect.mutate({ id: ids.cash }),
  "orders.refund": ({ meera }) => meera.orders.refund.mutate({ id: ids.paid, amount: 1_000 }),
  "orders.retryRefund": ({ meera }) => meera.orders.retryRefund.mutate({ id: ids.refused, refundId: ids.refundId }),
  "orders.dropRefund": ({ meera }) => meera.orders.dropRefund.mutate({ id: ids.refused, refundId: ids.refundId }),
} satisfies Record<string, (people: People) => Promise<unknown>>;

/** The events of all orders, the payments, the refunds, the stock and the messages: what a command may do once. */
async function stateOf({ asha, meera }: People) {
  await till.settled();
  const { items: orders } = await asha.orders.list.query({ limit: 100 });
  const { items: messages } = await meera.notifications.list.query({ limit: 100 });
  const timelines = await Promise.all(orders.map(({ id }) => asha.orders.timeline.query({ id })));
  return {
    orders: orders.map(({ id, status, refundedAmount, payments, refunds }) => ({
      id,
      status,
      refundedAmount,
      payments: payments.map((payment) => payment.status),
      refunds: refunds.map(({ amount, status: stands }) => `${amount} ${stands}`),
    })),
    events: timelines.map((timeline) => timeline.map(({ type, amount }) => ({ type, amount }))),
    messages: messages
      .map(({ orderId, channel, subject, status }) => `#${orderId} ${channel} ${subject ?? ""} ${status}`)
      .toSorted(),
    stock: (await asha.products.get.query({ id: 1 })).stock,
  };
}

async function copy() {
  const made = await till.as(null).sandbox.tills.fork.mutate({ id: source.id, ttlMinutes: 600 });
  return peopleOf(made);
}

const calm = new Map<string, ReturnType<typeof stateOf>>();

/** What a command does where no fault is armed. */
function calmly(procedure: keyof typeof commands): ReturnType<typeof stateOf> {
  const state = calm.get(procedure) ?? copy().then((people) => commands[procedure](people).then(() => stateOf(people)));
  calm.set(procedure, state);
  return state;
}

const cells = Object.keys(commands).flatMap((procedure) =>
  armedFaultKinds.flatMap((fault) =>
    [1, 3].map((times) => ({ procedure: procedure as keyof typeof commands, fault, times })),
  ),
);

const more: Partial<Record<ArmedFaultKind, object>> = { delay: { delayMs: 5 } };

test.each(cells)(
  "$procedure with the fault $fault $times times in a row is done once, and so are its messages",
  async ({ procedure, fault, times }) => {
    const people = await copy();
    const { faults } = people.meera.sandbox;
    await faults.arm.mutate({ procedure, fault, times, ...more[fault] });
    await commands[procedure](people);
    expect(await stateOf(people)).toEqual(await calmly(procedure));
    const [armed] = (await faults.list.query()).items;
    // The answer that is late is one, so the client does not call again.
    expect(armed?.fired).toBe(fault === "delay" ? 1 : times);
  },
);

test.each(armedFaultKinds.filter((fault) => fault !== "delay"))(
  "with the fault %s on every attempt the client gives up, and a repeat with the same key is done once",
  async (fault) => {
    const people = await copy();
    const before = await stateOf(people);
    const { faults } = people.meera.sandbox;
    await faults.arm.mutate({ procedure: "orders.create", fault, times: 4 });
    const keyed = { ...basket("ONLINE"), idempotencyKey: "one-intent" };
    await expect(people.asha.orders.create.mutate(keyed)).rejects.not.toSatisfy((error) => isRefusal(error));
    await people.asha.orders.create.mutate(keyed);
    expect((await stateOf(people)).orders).toHaveLength(before.orders.length + 1);
    expect((await faults.list.query()).items).toMatchObject([{ calls: 4, fired: 4 }]);
  },
);
