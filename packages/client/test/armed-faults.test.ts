import { type Till, mutationNames, startTill } from "@till/api/testing";
import { type ArmedFaultKind, type CreatedTill, armedFaultKinds, isDelaying } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TillClient, createTillClient, isRefusal } from "../src/index.ts";

const isFull = process.env["TILL_TEST_FULL"] === "1";

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

/** The typed client, with its retries and keys, for the people of a till. `onSent` is told the path of each request. */
function peopleOf({ url, people }: CreatedTill, onSent: (path: string) => void = () => undefined) {
  const as = (id: string): TillClient =>
    createTillClient({
      url,
      token: people.find((one) => one.id === id)?.token,
      fetch(input, init) {
        onSent(new URL(String(input)).pathname);
        return till.request(String(input), init);
      },
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

/** Each command, by the procedure that it calls. The client repeats them. */
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

const fork = () => till.as(null).sandbox.tills.fork.mutate({ id: source.id, ttlMinutes: 600 });
const shared = new Map<number, ReturnType<typeof fork>>();

/** A till that others use too. There are three, because the faults that are armed in a till at the same time have a limit. */
function sharedTill(index: number): ReturnType<typeof fork> {
  const made = shared.get(index % 3) ?? fork();
  shared.set(index % 3, made);
  return made;
}

const copy = async () => peopleOf(await fork());

const calm = new Map<string, ReturnType<typeof stateOf>>();

/** What a command does where no fault is armed. */
function calmly(procedure: keyof typeof commands): ReturnType<typeof stateOf> {
  const state = calm.get(procedure) ?? copy().then((people) => commands[procedure](people).then(() => stateOf(people)));
  calm.set(procedure, state);
  return state;
}

// Each has a till of its own, and waits for the client's pauses most of the time: they run at once.
const cells = (Object.keys(commands) as (keyof typeof commands)[]).flatMap((procedure, row) =>
  armedFaultKinds.flatMap((fault, column) =>
    timesOf(fault, row + column).map((times) => ({ procedure, fault, times })),
  ),
);

/** How often in a row a fault acts: an answer that is late ends the call, and the others act once and three times. */
function timesOf(fault: ArmedFaultKind, cell: number): number[] {
  if (isDelaying(fault)) return [1];
  if (isFull) return [1, 3];
  return [cell % 2 === 0 ? 1 : 3];
}

test.concurrent.each(cells)(
  "$procedure with the fault $fault $times times in a row is done once, and so are its messages",
  async ({ procedure, fault, times }) => {
    const people = await copy();
    const { faults } = people.meera.sandbox;
    await faults.arm.mutate({ procedure, fault, times, ...(isDelaying(fault) && { delayMs: 5 }) });
    await commands[procedure](people);
    expect(await stateOf(people)).toEqual(await calmly(procedure));
    const [armed] = (await faults.list.query()).items;
    // An answer that is late is an answer, so the client does not call again.
    expect(armed?.fired).toBe(isDelaying(fault) ? 1 : times);
  },
);

test.concurrent.each(armedFaultKinds.filter((fault) => !isDelaying(fault)))(
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

const cup = { sku: "CUP", name: "Cup", unitPrice: 450, currency: "INR" } as const;

/** The other mutations. Of those that have something to repeat safely, the client says so. */
const others: Record<string, (people: People) => Promise<unknown>> = {
  "apiKeys.create": ({ meera }) => meera.apiKeys.create.mutate({ name: "Export", role: "staff" }),
  "apiKeys.revoke": ({ meera }) => meera.apiKeys.revoke.mutate({ id: "key_none" }),
  "customers.erase": ({ meera }) => meera.customers.erase.mutate({ id: "usr_nobody" }),
  "discounts.create": ({ meera }) =>
    meera.discounts.create.mutate({ code: "TEN", kind: "PERCENT", value: 10, currency: "INR" }),
  "discounts.disable": ({ meera }) => meera.discounts.disable.mutate({ code: "FLAT250" }),
  "orders.createGuestLink": ({ meera }) => meera.orders.createGuestLink.mutate({ id: ids.open }),
  "products.adjustStock": ({ meera }) => meera.products.adjustStock.mutate({ id: 1, change: 1, reason: "Found" }),
  "products.archive": ({ meera }) => meera.products.archive.mutate({ id: 2 }),
  "products.import": ({ meera }) => meera.products.import.mutate({ items: [cup] }),
  "products.setStock": ({ meera }) => meera.products.setStock.mutate({ id: 1, stock: 5 }),
  "products.upsert": ({ meera }) => meera.products.upsert.mutate(cup),
  "sandbox.addUser": ({ asha }) => asha.sandbox.addUser.mutate({}),
  "sandbox.clock.advance": ({ asha }) => asha.sandbox.clock.advance.mutate({ seconds: 1 }),
  "sandbox.clock.set": ({ asha }) => asha.sandbox.clock.set.mutate({ mode: "frozen" }),
  "sandbox.failMessages": ({ asha }) => asha.sandbox.failMessages.mutate({ channel: "SMS" }),
  "sandbox.faults.arm": ({ asha }) => asha.sandbox.faults.arm.mutate({ procedure: "orders.quote", fault: "delay" }),
  "sandbox.faults.clear": ({ asha }) => asha.sandbox.faults.clear.mutate({ id: "flt_none" }),
  "sandbox.race": ({ asha }) =>
    asha.sandbox.race.mutate({ commands: [{ command: "pay", as: "usr_asha", input: { id: ids.open } }] }),
  "sandbox.reset": ({ meera }) => meera.sandbox.reset.mutate(),
  "sandbox.signIn": ({ asha }) => asha.sandbox.signIn.mutate({ userId: "usr_asha" }),
  "sandbox.tills.create": ({ asha }) => asha.sandbox.tills.create.mutate({ ttlMinutes: 1 }),
  "sandbox.tills.delete": ({ asha }) => asha.sandbox.tills.delete.mutate({ id: "nobody-has-this" }),
  "sandbox.tills.fork": ({ asha }) => asha.sandbox.tills.fork.mutate({ id: source.id, ttlMinutes: 1 }),
  "sandbox.webhooks.clear": ({ asha }) => asha.sandbox.webhooks.clear.mutate({}),
  "sandbox.webhooks.release": ({ asha }) => asha.sandbox.webhooks.release.mutate({ ids: ["msg_none"] }),
  "sandbox.webhooks.script": ({ asha }) => asha.sandbox.webhooks.script.mutate({ endpointId: "whe_none", act: "hold" }),
  "webhooks.deliveries.replay": ({ meera }) => meera.webhooks.deliveries.replay.mutate({ id: "msg_none" }),
  "webhooks.endpoints.create": ({ meera }) =>
    meera.webhooks.endpoints.create.mutate({ url: "https://shop.example/", eventTypes: ["order.paid"] }),
  "webhooks.endpoints.delete": ({ meera }) => meera.webhooks.endpoints.delete.mutate({ id: "whe_none" }),
  "webhooks.endpoints.update": ({ meera }) =>
    meera.webhooks.endpoints.update.mutate({ id: "whe_none", description: "Changed" }),
};

/** Those that the client repeats: they get a key, or a repeat changes nothing. */
const harmless = new Set([
  "apiKeys.revoke",
  "customers.erase",
  "discounts.create",
  "discounts.disable",
  "products.adjustStock",
  "products.archive",
  "products.setStock",
  "sandbox.signIn",
]);

/** The others share a till, where each arms faults for itself alone. One of these empties its till, and one breaks arming. */
const onTheirOwn = new Set(["sandbox.reset", "sandbox.faults.arm"]);

test("every mutation of the router is a command here, or one of the others", () => {
  expect([...Object.keys(commands), ...Object.keys(others)].toSorted()).toEqual(mutationNames.toSorted());
});

test.concurrent.each(Object.entries(others))(
  "%s is sent once whatever the fault, unless a repeat is harmless",
  async (name, call) => {
    let sent = 0;
    const made = await (onTheirOwn.has(name) ? fork() : sharedTill(Object.keys(others).indexOf(name)));
    const people = peopleOf(made, (path) => {
      if (path.endsWith(`/${name}`)) sent += 1;
    });
    for (const fault of armedFaultKinds) {
      await till
        .withToken(async () => null, made.url)
        .sandbox.faults.arm.mutate({ procedure: name, fault, ...(isDelaying(fault) && { delayMs: 5 }) });
      sent = 0;
      await call(people).catch(() => undefined);
      const isRepeated = harmless.has(name) && !isDelaying(fault);
      expect([fault, sent]).toEqual([fault, isRepeated ? 2 : 1]);
    }
  },
);
