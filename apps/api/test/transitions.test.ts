import { type Refusal, type User, actions } from "@till/contracts";
import { type CommandName, transitions } from "@till/domain";
import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const noon = new Date("2026-05-01T12:00:00.000Z");
const afterExpiry = new Date("2026-05-01T12:31:00.000Z");

/** How an order gets into each state that an order can be in, from PENDING. */
const ways = {
  "PENDING, ONLINE": { method: "ONLINE", go: async () => {} },
  "PENDING, ONLINE, past its time": { method: "ONLINE", late: true, go: async () => {} },
  "PENDING, ONLINE, an attempt waits": { method: "ONLINE", go: ({ pay }) => pay("pm_card_threeDSecure2Required") },
  "PENDING, ONLINE, an attempt is processing": { method: "ONLINE", go: ({ pay }) => pay("pm_card_processing") },
  "PENDING, COD": { method: "COD", go: async () => {} },
  "PAID, ONLINE": { method: "ONLINE", go: ({ pay }) => pay("pm_card_visa") },
  "PAID, COD": { method: "COD", go: ({ staff, id }) => staff.orders.collect.mutate({ id }) },
  CANCELLED: { method: "ONLINE", go: ({ api, id }) => api.orders.cancel.mutate({ id }) },
  REFUNDED: {
    method: "ONLINE",
    go: async ({ pay, staff, id }) => {
      await pay("pm_card_visa");
      await staff.orders.refund.mutate({ id });
    },
  },
} satisfies Record<string, { method: "ONLINE" | "COD"; late?: true; go: (order: Order) => Promise<unknown> }>;
type State = keyof typeof ways;

interface Order {
  id: number;
  api: ReturnType<Till["as"]>;
  staff: ReturnType<Till["as"]>;
  pay: (token: string) => Promise<unknown>;
}

async function orderIn(state: State) {
  const way: { method: "ONLINE" | "COD"; late?: true; go: (order: Order) => Promise<unknown> } = ways[state];
  till.world.time = noon;
  const [owner, staffUser] = [somebody(), somebody("staff")];
  const [api, staff] = [till.as(owner), till.as(staffUser)];
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: way.method });
  const pay = (token: string) => api.orders.pay.mutate({ id, source: { token } });
  await way.go({ id, api, staff, pay });
  if (way.late) till.world.time = afterExpiry;
  return { id, owner, staffUser };
}

/** Each command as its caller gives it. */
const give = {
  pay: (api, id) => api.orders.pay.mutate({ id }),
  confirm: async (api, id) => {
    const { payments } = await api.orders.get.query({ id });
    return api.orders.confirm.mutate({ id, paymentId: payments.at(-1)?.id ?? "pay_none", outcome: "COMPLETE" });
  },
  collect: (api, id) => api.orders.collect.mutate({ id }),
  cancel: (api, id) => api.orders.cancel.mutate({ id }),
  refund: (api, id) => api.orders.refund.mutate({ id }),
} satisfies Record<(typeof actions)[number], (api: Order["api"], id: number) => Promise<unknown>>;

const everyCase = (Object.keys(ways) as State[]).flatMap((state) =>
  actions.flatMap((command) => (["owner", "staff"] as const).map((caller) => ({ state, command, caller }))),
);

test.each(everyCase)(
  "$command by $caller on an order $state does what `actions` says",
  async ({ state, command, caller }) => {
    const { id, owner, staffUser } = await orderIn(state);
    const user: User = caller === "owner" ? owner : staffUser;
    const api = till.as(user);
    const { actions: offered, status } = await api.orders.get.query({ id });
    const attempt: unknown = await give[command](api, id).catch((error: unknown) => error);

    const isOffered = (offered as string[]).includes(command);
    if (isOffered) {
      expect(attempt).not.toBeInstanceOf(Error);
      const { status: next } = await api.orders.get.query({ id });
      const targets = transitions
        .filter((row) => row.command === (command as CommandName) && row.from === status)
        .flatMap(({ to }) => to);
      expect(targets).toContain(next);
    } else {
      const refusal = attempt instanceof TRPCClientError ? (attempt.data?.refusal as Refusal) : undefined;
      expect(refusal?.code).toMatch(
        /^(FORBIDDEN|ORDER_NOT_PENDING|ORDER_NOT_REFUNDABLE|PAYMENT_IN_PROGRESS|PAYMENT_NOT_OPEN|WRONG_PAYMENT_METHOD)$/,
      );
      if (refusal?.code !== "FORBIDDEN") expect(refusal?.actions).toEqual(offered);
      expect((await api.orders.get.query({ id })).status).toBe(status);
    }
  },
);
