import { scenarioGrammar, sentencesOf } from "@till/contracts";
import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isNoAnswer, isRefusal } from "../src/index.ts";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

async function shopping() {
  const { client, sent } = wayTo(till);
  const token = await till.tokenOf(somebody());
  const api = client(token);
  const productId = await till.addProduct({ stock: 5 });
  const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
  /** What there is of the customer's orders, once all that follows is done. */
  const left = async () => {
    await till.settled();
    const { items } = await api.orders.list.query({});
    const messages = await api.notifications.list.query({ orderId: id });
    return {
      orders: items.map(({ status }) => status),
      attempts: items.flatMap(({ payments }) => payments.map(({ status }) => status)),
      messages: messages.items.map(({ channel }) => channel).toSorted(),
    };
  };
  const paysSent = () => sent.filter(({ path }) => path === "/trpc/orders.pay").length;
  return { api, id, left, paysSent, client, token };
}

const faults = ["", ...sentencesOf(scenarioGrammar, scenarioGrammar.fault, 9)];

/** Each outcome with what is left of it: the order, its attempt, the channels of the messages. */
const outcomes = [
  ["succeeded", "PAID", "SUCCEEDED", ["EMAIL", "SMS"]],
  ["insufficient_funds", "PENDING", "FAILED", ["EMAIL", "SMS"]],
  ["requires_action", "PENDING", "REQUIRES_ACTION", []],
  ["processing", "PENDING", "PROCESSING", []],
] as const;

const matrix = faults.flatMap((fault) => outcomes.map(([outcome, ...left]) => [outcome, fault, ...left] as const));

test("the matrix has every fault of the grammar", () => {
  expect(faults).toEqual(["", "!answer_lost", "!http_502", "!truncated", "!slow=20ms"]);
});

test.each(matrix)(
  "sim:%s%s is paid once, and answered in the end",
  async (outcome, fault, status, attempt, messages) => {
    const { api, id, left, paysSent } = await shopping();
    const source = { token: `sim:${outcome}${fault}` };
    const answer = await api.orders.pay.mutate({ id, source }).then(
      ({ payment }) => payment.status,
      (error: unknown) => isRefusal(error, "PAYMENT_DECLINED") && "FAILED",
    );
    expect(answer).toBe(attempt);
    expect(paysSent()).toBe(fault === "" || fault.startsWith("!slow") ? 1 : 2);
    expect(await left()).toEqual({ orders: [status], attempts: [attempt], messages });
  },
);

test("an answer that is slower than the caller's patience: the same call later finds the payment, and pays nothing twice", async () => {
  const { api, id, left, client, token } = await shopping();
  const hasty = client(token, { timeoutMs: 50 });
  const request = { id, source: { token: "sim:succeeded!slow=300ms" }, idempotencyKey: "once" };
  const error: unknown = await hasty.orders.pay.mutate(request).catch((reason: unknown) => reason);
  expect(isNoAnswer(error) && error.cause.next).toBe("safe to repeat");
  expect((await api.orders.pay.mutate(request)).order.status).toBe("PAID");
  expect(await left()).toEqual({ orders: ["PAID"], attempts: ["SUCCEEDED"], messages: ["EMAIL", "SMS"] });
});

test("a fault is of its attempt: the next attempt of the scenario has none", async () => {
  const { api, id, left, paysSent } = await shopping();
  const source = { token: "sim:lost_card!truncated>succeeded" };
  await expect(api.orders.pay.mutate({ id, source })).rejects.toThrow("declined");
  expect(paysSent()).toBe(2);
  await api.orders.pay.mutate({ id, source });
  expect(paysSent()).toBe(3);
  expect((await left()).attempts).toEqual(["FAILED", "SUCCEEDED"]);
});
