import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { customerWithOrder } from "../customer-with-order.ts";
import { refusalOf } from "../refusals.ts";
import { rounds } from "../rounds.ts";
import { type Till, somebody, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

interface Pipeline {
  readonly requests: readonly { readonly batch?: { readonly steps: readonly { readonly stmt: { sql: string } }[] } }[];
}
interface Answer {
  readonly results: readonly {
    readonly response: { readonly result: { readonly step_results: readonly unknown[]; step_errors: unknown[] } };
  }[];
}

/** What the server did of each batch: the statements that it ran, whether they succeeded or not. */
const ran: string[][] = [];

beforeEach(() => {
  ran.length = 0;
  till.world.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { requests } = JSON.parse(String(init?.body)) as Pipeline;
    const { results } = (await response.clone().json()) as Answer;
    const steps = requests[0]?.batch?.steps ?? [];
    const result = results[0]?.response.result;
    ran.push(
      steps
        .filter((_step, index) => result?.step_results[index] !== null || result.step_errors[index] !== null)
        .map(({ stmt }) => stmt.sql),
    );
    return response;
  };
});

const takesLock = (statements: readonly string[]) => statements.includes("BEGIN IMMEDIATE");

const part = (length: number, index: number) => index.toString(36).padStart(length, "0");
const madeUp = (index: number) => `sk_staff_${part(20, index)}_${part(40, index)}`;

const attempts = rounds(200, 40);

test(`${attempts} made-up keys take no write lock, in one request each`, async () => {
  const { id } = await customerWithOrder(till);
  await till.settled();
  ran.length = 0;
  const calls = Array.from({ length: attempts }, (_, index) => {
    const { orders, webhooks } = till.withToken(madeUp(index));
    return refusalOf(
      index % 2 === 0 ? orders.cancel.mutate({ id }) : webhooks.endpoints.delete.mutate({ id: "whe_1" }),
    );
  });
  for (const refusal of await Promise.all(calls)) expect(refusal).toMatchObject({ code: "UNAUTHENTICATED" });
  expect(ran).toHaveLength(calls.length);
  expect(ran.filter(takesLock)).toEqual([]);
  // The check itself is all that ran.
  expect(new Set(ran.map(({ length }) => length))).toEqual(new Set([1]));
});

test("a good key takes the lock, and is checked again under it: it may have been revoked while others held it", async () => {
  const { id } = await customerWithOrder(till);
  const { key, id: keyId } = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "Till", role: "staff" });
  await till.settled();
  ran.length = 0;
  expect(await till.withToken(key).orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED" });
  const [first = "", begin, second] = ran[0] ?? [];
  expect([begin, second]).toEqual(["BEGIN IMMEDIATE", first]);
  expect(first).toContain("api_keys");

  // Revoked between the two checks.
  const { id: other } = await customerWithOrder(till);
  const { fetch: watching } = till.world;
  till.world.fetch = async (input, init) => {
    till.world.fetch = watching;
    const { requests } = JSON.parse(String(init?.body)) as Pipeline;
    const steps = requests[0]?.batch?.steps.map((step) => ({ ...step })) ?? [];
    const revoke = { stmt: { sql: `UPDATE api_keys SET revoked_at = 'now' WHERE id = '${keyId}'` } };
    // In place of what begins the transaction, so that every number of a step stays.
    const changed = [{ ...steps[0], ...revoke }, ...steps.slice(1)];
    return fetch(input, {
      ...init,
      body: JSON.stringify({ requests: [{ type: "batch", batch: { steps: changed } }, { type: "close" }] }),
    });
  };
  expect(await refusalOf(till.withToken(key).orders.cancel.mutate({ id: other }))).toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect(await till.rows("SELECT status FROM orders WHERE id = ?", other)).toEqual([{ status: "PENDING" }]);
});
