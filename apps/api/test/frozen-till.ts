import type { AdvanceClockInput } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";
import { expect } from "vitest";
import { auditBy } from "./audit-all.ts";
import { type Till, startTill } from "./till.ts";

/** Starts Till at noon, for many tills whose customers order without end. */
export async function startAtNoon(): Promise<Till> {
  const till = await startTill({
    withTills: true,
    variables: { MAX_OPEN_ORDERS_PER_CUSTOMER: "100000", RATE_LIMITS: "off" },
  });
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  return till;
}

/** A till whose clock stands still at noon. Its people sign in again when its clock was advanced. */
export async function frozenTill(till: Till) {
  const made = await till.as(null).sandbox.tills.create.mutate({ ttlMinutes: 10_000 });
  const tokens = new Map(made.people.map(({ id, token }) => [id, token]));
  const as = (id: string) => till.withToken(() => Promise.resolve(tokens.get(id) ?? null), made.url);
  const [api, staff] = [as("usr_asha"), as("usr_meera")];
  await api.sandbox.clock.set.mutate({ mode: "frozen" });
  const { items: products } = await api.products.list.query({ limit: 100 });
  const productId = products.find(({ stock }) => stock === null)?.id ?? 0;
  return {
    api,
    staff,
    async order() {
      const items = [{ productId, quantity: 1 }];
      return (await api.orders.create.mutate({ items, paymentMethod: "ONLINE" })).id;
    },
    async advance(by: AdvanceClockInput) {
      const advanced = await api.sandbox.clock.advance.mutate(by);
      for (const userId of tokens.keys()) tokens.set(userId, (await api.sandbox.signIn.mutate({ userId })).token);
      return advanced;
    },
  };
}
export type Frozen = Awaited<ReturnType<typeof frozenTill>>;

/** Pays as a client does: when the answer is lost, the same request is sent again, once. Answers the code of a refusal. */
export async function pay({ api }: Frozen, id: number, token: string) {
  const request = { id, source: { token }, idempotencyKey: crypto.randomUUID() };
  const once = () =>
    api.orders.pay.mutate(request).then(
      ({ payment }) => payment.status,
      (error: unknown) => {
        if (error instanceof TRPCClientError && error.data?.refusal) return error.data.refusal.code as string;
        return "NO_ANSWER" as const;
      },
    );
  const first = await once();
  return first === "NO_ANSWER" ? once() : first;
}

/** The audit calculates from the events what everything should be. It finds nothing to say. */
export async function expectCleanAudit({ staff }: Frozen) {
  expect((await auditBy(staff)).differences).toEqual([]);
}
