import { type ArmFaultInput, faultDelaysMs } from "@till/contracts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newTill as makeTill, oneCoffee, tokenIn } from "./own-till.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
afterEach(() => {
  till.world.time = null;
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

/** A till with an order, and a way to pay it whose answer is held. */
async function newTill() {
  const made = await makeTill(till);
  const { asha } = made;
  const { faults, webhooks } = asha.sandbox;
  const { id } = await asha.orders.create.mutate(oneCoffee);
  const headers = { authorization: `Bearer ${tokenIn(made, "usr_asha")}`, "content-type": "application/json" };
  return {
    ...made,
    orderId: id,
    faults,
    hold: (more: Partial<ArmFaultInput> = {}) => faults.arm.mutate({ procedure: "orders.pay", fault: "hold", ...more }),
    /** Pays, and says later what came of it. The list has "answered" as soon as the answer is there. */
    pay: (signal?: AbortSignal) => {
      const seen: string[] = [];
      const init = { method: "POST", headers, body: "{}", ...(signal && { signal }) };
      const asked = till.request(`${made.url}/v1/orders/${id}/pay`, init);
      const answered = asked.then((response) => {
        seen.push("answered");
        return response.status;
      });
      return { seen, answered };
    },
    release: (...ids: string[]) => webhooks.release.mutate({ ids }),
    /** Waits until a fault holds so many answers. */
    holds: async (count: number) => {
      for (;;) {
        const { items } = await faults.list.query();
        if (items[0]?.held === count) return items[0];
      }
    },
  };
}

/** Resolves once the database was sent this. What `isLost` from now on gets no answer. */
const wasSent = (part: string, isLost: (body: string) => boolean = () => false) =>
  new Promise<void>((resolve) => {
    till.world.fetch = async (input, init) => {
      const body = String(init?.body);
      if (isLost(body)) return new Promise<Response>(() => undefined);
      const response = await fetch(input, init);
      if (body.includes(part)) resolve();
      return response;
    };
  });

const minuteMs = 60_000;

test("a held answer waits until it is released, and its call is done meanwhile", async () => {
  const { hold, pay, holds, release, asha, orderId } = await newTill();
  const fault = await hold();
  expect(fault).toMatchObject({ fault: "hold", delayMs: faultDelaysMs.hold, held: 0 });
  const { seen, answered } = pay();
  expect(await holds(1)).toMatchObject({ calls: 1, fired: 1 });
  expect((await asha.orders.get.query({ id: orderId })).status).toBe("PAID");
  expect(seen).toEqual([]);
  const { items } = await release(fault.id);
  expect(seen).toEqual(["answered"]);
  expect(items).toMatchObject([{ id: fault.id, responseStatus: null, error: null }]);
  expect(await answered).toBe(200);
  await holds(0);
});

test("a release waits for a call that is still on its way", async () => {
  const { hold, pay, release } = await newTill();
  const { id } = await hold();
  const released = release(id);
  const { answered } = pay();
  expect((await released).items).toHaveLength(1);
  expect(await answered).toBe(200);
});

test("one release lets all answers go that a fault holds", async () => {
  const { hold, pay, holds, release } = await newTill();
  const { id } = await hold({ times: 3 });
  const paying = [pay(), pay(), pay()];
  await holds(3);
  await release(id);
  expect(paying.map(({ seen }) => seen)).toEqual([["answered"], ["answered"], ["answered"]]);
  const statuses = await Promise.all(paying.map(({ answered }) => answered));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
});

test("a held answer goes out by itself when its time is over", async () => {
  const { hold, pay, holds } = await newTill();
  await hold({ delayMs: 60 });
  expect(await pay().answered).toBe(200);
  await holds(0);
});

test.each<[string, (made: Awaited<ReturnType<typeof newTill>>, id: string) => Promise<unknown>]>([
  ["its fault is cleared", ({ faults }, id) => faults.clear.mutate({ id })],
  ["the sandbox is reset", ({ meera }) => meera.sandbox.reset.mutate()],
  ["its till is deleted", ({ id }) => till.as(null).sandbox.tills.delete.mutate({ id })],
])("a held answer goes out when %s", async (_what, end) => {
  const made = await newTill();
  const { id } = await made.hold();
  const { seen, answered } = made.pay();
  await made.holds(1);
  expect(seen).toEqual([]);
  // The time stands still, so that the answer's own is never over.
  till.world.time = new Date();
  await end(made, id);
  expect(await answered).toBe(200);
});

test("an answer whose caller has gone away is not held any more, and can't be released", async () => {
  const { hold, pay, holds, release, asha, orderId } = await newTill();
  const { id } = await hold();
  const caller = new AbortController();
  const { answered } = pay(caller.signal);
  await holds(1);
  caller.abort();
  await holds(0);
  await answered.catch(() => undefined);
  const asked = wasSent("SET is_released");
  const released = refusalOf(release(id));
  await asked;
  till.world.time = new Date(Date.now() + minuteMs);
  expect(await released).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "ids[0]", message: expect.stringContaining("holds no answer") }] },
  });
  expect((await asha.orders.get.query({ id: orderId })).status).toBe("PAID");
});

test("a release is told if the answer never goes out, as where a caller vanished without a word", async () => {
  const { hold, pay, holds, release, faults } = await newTill();
  const { id } = await hold();
  pay().answered.catch(() => undefined);
  await holds(1);
  // The isolate of the request is gone: it asks no more whether it may answer.
  const asked = wasSent('"execute","stmt":{"sql":"SELECT count(held_until) AS leaving', (body) =>
    body.includes("count(*) AS held"),
  );
  const released = refusalOf(release(id));
  await asked;
  till.world.time = new Date(Date.now() + minuteMs);
  expect(await released).toMatchObject({
    details: { issues: [{ field: "ids[0]", message: "held an answer whose caller has gone away" }] },
  });
  till.world.fetch = fetch;
  till.world.time = null;
  expect((await faults.list.query()).items).toMatchObject([{ held: 0 }]);
});

test("only faults that hold answers are released, and nothing goes out before all are checked", async () => {
  const { hold, faults, pay, holds, release } = await newTill();
  const { id } = await hold();
  const other = await faults.arm.mutate({ procedure: "orders.cancel", fault: "lost_after" });
  const { seen, answered } = pay();
  await holds(1);
  const issue = async (...ids: string[]) => (await refusalOf(release(...ids))).details;
  expect(await issue(id, other.id)).toEqual({
    issues: [{ field: "ids[1]", message: "must be a fault of the kind hold, and this one is lost_after" }],
  });
  expect(await issue(id, "flt_none")).toEqual({
    issues: [{ field: "ids[1]", message: "must be a fault that is armed in this till" }],
  });
  expect(await refusalOf(release(id, "msg_none"))).toMatchObject({ code: "DELIVERY_NOT_FOUND" });
  expect(seen).toEqual([]);
  await release(id);
  expect(await answered).toBe(200);
});

test("a fork holds no answer of its source", async () => {
  const { id, hold, pay, holds, release, faults } = await newTill();
  const fault = await hold();
  const { answered } = pay();
  await holds(1);
  const fork = await till.as(null).sandbox.tills.fork.mutate({ id });
  const inFork = till.withToken(async () => tokenIn(fork, "usr_asha"), fork.url);
  expect((await inFork.sandbox.faults.list.query()).items).toMatchObject([{ id: fault.id, fired: 1, held: 0 }]);
  expect((await faults.list.query()).items).toMatchObject([{ held: 1 }]);
  await release(fault.id);
  expect(await answered).toBe(200);
});
