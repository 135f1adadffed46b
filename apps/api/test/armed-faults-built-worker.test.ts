import { tokenIn } from "./own-till.ts";
import { type ArmedFaultKind, type CreatedTill, armedFaultKinds, isDelaying } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf, startBuiltWorker } from "./built-worker.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  worker = await startBuiltWorker(till.env);
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

const newTill = (): Promise<CreatedTill> => clientOf(worker.url).sandbox.tills.create.mutate({ ttlMinutes: 600 });

/** Places an order over a connection of its own, and says what came of it. */
async function place(made: CreatedTill) {
  const body = JSON.stringify({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "COD" });
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${tokenIn(made, "usr_asha")}`,
  };
  try {
    const response = await fetch(`${made.restUrl}/orders`, { method: "POST", headers, body });
    const text = await response.text();
    return { status: response.status, isJson: isJson(text) };
  } catch (error) {
    return error instanceof TypeError ? "the connection ended" : "another fault";
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a caller sees of each fault, and how many orders its call places. The compiler rejects a missing fault. */
const faultsSeen: Record<ArmedFaultKind, [seen: unknown, orders: number]> = {
  lost_before: ["the connection ended", 0],
  lost_after: ["the connection ended", 1],
  status: [{ status: 503, isJson: false }, 0],
  truncate: [{ status: 201, isJson: false }, 1],
  delay: [{ status: 201, isJson: true }, 1],
  hold: [{ status: 201, isJson: true }, 1],
};

test.each(armedFaultKinds.map((fault) => [fault, ...faultsSeen[fault]] as const))(
  "in workerd, %s is seen by a caller over HTTP as %o, and places %i orders",
  async (fault, seen, orders) => {
    const made = await newTill();
    const asha = clientOf(made.url, tokenIn(made, "usr_asha"));
    await asha.sandbox.faults.arm.mutate({
      procedure: "orders.create",
      fault,
      ...(isDelaying(fault) && { delayMs: 20 }),
    });
    expect(await place(made)).toEqual(seen);
    expect((await asha.orders.list.query({})).items).toHaveLength(orders);
    expect((await asha.sandbox.faults.list.query()).items).toMatchObject([{ fault, calls: 1, fired: 1 }]);
    expect(await place(made)).toEqual({ status: 201, isJson: true });
  },
);

test("in workerd, 64 racers come to an end, and one of them wins", async () => {
  const made = await newTill();
  const run = await clientOf(made.url).sandbox.race.mutate({
    order: { as: "usr_asha", items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" },
    commands: [
      { command: "pay", as: "usr_asha", times: 32 },
      { command: "cancel", as: "usr_meera", times: 32 },
    ],
    rounds: 2,
  });
  expect(run.rounds.map(({ done, refused }) => ({ done, refused }))).toEqual(
    Array.from({ length: 2 }, () => ({ done: 1, refused: { ORDER_NOT_PENDING: 63 } })),
  );
  expect(run.invariants.filter(({ holds }) => !holds)).toEqual([]);
});
