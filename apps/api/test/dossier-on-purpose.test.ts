import { createClient } from "@libsql/client/http";
import { type ArmedFaultKind, armedFaultKinds, isDelaying, limits } from "@till/contracts";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { AppRouter } from "../src/router.ts";
import { newTill as makeTill, oneCoffee, tokenIn, withPeople } from "./own-till.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
});
afterAll(() => till.stop());

const newTill = async () => {
  const made = await makeTill(till);
  const { faults, clock } = made.asha.sandbox;
  const arm = (procedure: string, fault: ArmedFaultKind) =>
    faults.arm.mutate({ procedure, fault, ...(isDelaying(fault) && { delayMs: 1 }) });
  const dossier = (id: number) => made.meera.orders.dossier.query({ id });
  return { ...made, arm, clock, dossier };
};

/** A call whose fault may cost it its answer. */
const unanswered = (call: Promise<unknown>) => call.catch(() => undefined);

const acts = ({ faults }: { faults: readonly { fault: string; procedure: string }[] }) =>
  faults.map(({ fault, procedure }) => `${fault} on ${procedure}`);

test("the dossier of an order has each fault that acted on a call about it, whatever way the call came", async () => {
  // A held answer waits by the real time.
  till.world.time = null;
  const { arm, asha, dossier, url, ...made } = await newTill();
  const { id } = await asha.orders.create.mutate(oneCoffee);
  const other = await asha.orders.create.mutate(oneCoffee);
  const headers = { authorization: `Bearer ${tokenIn(made, "usr_asha")}`, "content-type": "application/json" };
  for (const fault of armedFaultKinds) {
    await arm("orders.get", fault);
    await unanswered(asha.orders.get.query({ id }));
    await arm("orders.cancel", fault);
    const cancel = till.request(`${url}/v1/orders/${id}/cancel`, { method: "POST", headers, body: "{}" });
    await unanswered(cancel.then((response) => response.text()));
  }
  const { faults, story } = await dossier(id);
  expect(acts({ faults })).toEqual(
    armedFaultKinds.flatMap((fault) => [`${fault} on orders.get`, `${fault} on orders.cancel`]),
  );
  expect(faults.every(({ requestId }) => /^[\w-]{36}$/.test(requestId))).toBe(true);
  expect(faults.map(({ status }) => status).filter((status) => status !== null)).toEqual([503, 503]);
  expect(faults.filter(({ wentAt }) => wentAt !== null).map(({ fault }) => fault)).toEqual(["hold", "hold"]);
  expect(story.filter(({ text }) => text.includes("on purpose"))).toHaveLength(faults.length);
  expect((await dossier(other.id)).faults).toEqual([]);
});

test("the order that a call places is known from its answer, over tRPC, REST and in a batch", async () => {
  const { arm, asha, dossier, url, ...made } = await newTill();
  const headers = { authorization: `Bearer ${tokenIn(made, "usr_asha")}` };
  const init = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(oneCoffee),
  };
  const batching = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/trpc`,
        headers,
        fetch: (input, more) => till.request(String(input), more as RequestInit),
      }),
    ],
  });
  await arm("orders.create", "lost_after");
  await unanswered(asha.orders.create.mutate(oneCoffee));
  await arm("orders.create", "truncate");
  await unanswered(till.request(`${url}/v1/orders`, init).then((response) => response.text()));
  await arm("orders.create", "lost_after");
  await Promise.all([
    unanswered(batching.orders.create.mutate(oneCoffee)),
    unanswered(batching.orders.cancel.mutate({ id: 1 })),
  ]);
  expect(acts(await dossier(2))).toEqual(["truncate on orders.create"]);
  expect(acts(await dossier(3))).toEqual(["lost_after on orders.create"]);
  // A fault acts on the whole answer to a batch, and so on each of its calls.
  expect(acts(await dossier(1))).toEqual(["lost_after on orders.create", "lost_after on orders.cancel"]);
});

test("a call about an order that there was not yet is not of its story", async () => {
  const { arm, asha, dossier } = await newTill();
  await arm("orders.get", "lost_before");
  await unanswered(asha.orders.get.query({ id: 1 }));
  const { id } = await asha.orders.create.mutate(oneCoffee);
  expect(id).toBe(1);
  expect((await dossier(id)).faults).toEqual([]);
});

test("the dossier has the moves of the clock since the order was placed, one for each call", async () => {
  const { clock, asha, dossier } = await newTill();
  await clock.set.mutate({ mode: "frozen" });
  const { id } = await asha.orders.create.mutate(oneCoffee);
  await asha.orders.create.mutate(oneCoffee);
  await till.settled();
  // It stops on the way: at noon, and when the orders expire.
  await clock.advance.mutate({ minutes: 31 });
  const { clockMoves, story } = await dossier(id);
  expect(clockMoves).toEqual([{ from: "2026-05-01T12:00:00.000Z", to: "2026-05-01T12:31:00.000Z", mode: "frozen" }]);
  expect(story.map(({ text }) => text.split(",")[0])).toEqual([
    "Order placed: 1 item",
    "The clock of the till was moved ahead by 31 minutes",
    "Cancelled",
    "Email sent to asha@example.com.",
    "SMS sent to +919800000001.",
  ]);
  expect((await asha.sandbox.clock.get.query()).now).toBe("2026-05-01T12:31:00.000Z");
});

test("a fork remembers what its source did, a reset forgets it, and a till remembers the latest only", async () => {
  const { id: source, arm, asha, meera, clock, dossier } = await newTill();
  const { id } = await asha.orders.create.mutate(oneCoffee);
  await arm("orders.get", "lost_after");
  await unanswered(asha.orders.get.query({ id }));
  await clock.advance.mutate({ seconds: 1 });
  const before = await dossier(id);
  const fork = withPeople(till, await till.as(null).sandbox.tills.fork.mutate({ id: source }));
  const { faults, clockMoves, story } = await fork.meera.orders.dossier.query({ id });
  expect({ faults, clockMoves, story }).toEqual({
    faults: before.faults,
    clockMoves: before.clockMoves,
    story: before.story,
  });
  expect([faults.length, clockMoves.length]).toEqual([1, 1]);

  const database = createClient({
    url: (till.env["DATABASE_URL"] ?? "").replace("{till}", source),
    authToken: till.env["DATABASE_AUTH_TOKEN"] ?? "",
  });
  onTestFinished(() => database.close());
  const numbers = async () =>
    (
      await database.execute(
        "SELECT (SELECT min(number) FROM fault_acts) AS act, (SELECT min(number) FROM clock_moves) AS move",
      )
    ).rows[0];
  await database.execute(`UPDATE fault_acts SET number = ${limits.sandboxMemory + 1}`);
  await database.execute(`UPDATE clock_moves SET number = ${limits.sandboxMemory + 1}`);
  await database.execute(
    "INSERT INTO fault_acts SELECT 1, 'flt_old', call_id, fault, procedure, order_id, status, delay_ms, at, after_event, held_until, is_released, went_at FROM fault_acts",
  );
  await database.execute(
    "INSERT INTO clock_moves SELECT 1, 'old', mode, from_time, to_time, after_event FROM clock_moves",
  );
  await arm("orders.get", "lost_after");
  await unanswered(asha.orders.get.query({ id }));
  await clock.advance.mutate({ seconds: 1 });
  expect(await numbers()).toMatchObject({ act: limits.sandboxMemory + 1, move: limits.sandboxMemory + 1 });

  await meera.sandbox.reset.mutate();
  expect(await numbers()).toMatchObject({ act: null, move: null });
});
