import { webhookSecretOverlapMs } from "@till/domain";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type Received, connectReceivers, placedOrder, receiver } from "./receivers.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  connectReceivers(till);
});
afterAll(() => till.stop());

/** The official library's verdict on a webhook, `minutesLater` than now. */
function verify(secret: string, webhook: Received | undefined, { body = webhook?.body ?? "", minutesLater = 0 } = {}) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutesLater * 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  try {
    return new Webhook(secret).verify(body, webhook?.headers ?? {});
  } finally {
    vi.useRealTimers();
  }
}

test("the official library verifies what Till sends, and nothing that was changed", async () => {
  const { endpoint, received, deliveries } = await receiver(till);
  const { id } = await placedOrder(till);
  const [webhook] = received;
  expect(verify(endpoint.secret, webhook)).toMatchObject({ type: "order.created", data: { order: { id } } });
  expect(verify(endpoint.secret, webhook, { minutesLater: 4 })).toBeDefined();

  const [delivery] = await deliveries();
  expect(webhook).toMatchObject({
    headers: { "webhook-id": delivery?.id, "content-type": "application/json", "user-agent": "Till-Webhooks/1" },
    body: delivery?.payload,
  });

  const body = webhook?.body.replace('"totalAmount":10000', '"totalAmount":1') ?? "";
  expect(body).not.toBe(webhook?.body);
  expect(() => verify(endpoint.secret, webhook, { body })).toThrow("No matching signature found");
  expect(() => verify(endpoint.secret, webhook, { minutesLater: 6 })).toThrow("Message timestamp too old");
  expect(() => verify(endpoint.secret, webhook, { minutesLater: -6 })).toThrow("Message timestamp too new");
  const other = await receiver(till);
  expect(() => verify(other.endpoint.secret, webhook)).toThrow("No matching signature found");
  const renamed = { ...webhook, headers: { ...webhook?.headers, "webhook-id": "msg_other" } } as Received;
  expect(() => verify(endpoint.secret, renamed)).toThrow("No matching signature found");
});

test("a rotated secret signs on for 24 hours beside the new one, and the one before it no more", async () => {
  const { staff, endpoint, received } = await receiver(till);
  const rotate = async () =>
    (await staff.webhooks.endpoints.update.mutate({ id: endpoint.id, rotateSecret: true })).secret ?? "";
  const first = endpoint.secret;
  const second = await rotate();
  await placedOrder(till);
  expect(received[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  for (const secret of [first, second]) expect(verify(secret, received[0])).toMatchObject({ type: "order.created" });

  const third = await rotate();
  await placedOrder(till);
  for (const secret of [second, third]) expect(verify(secret, received[1])).toMatchObject({ type: "order.created" });
  expect(() => verify(first, received[1])).toThrow("No matching signature found");

  till.world.time = new Date(Date.now() + webhookSecretOverlapMs + 1_000);
  onTestFinished(() => void (till.world.time = null));
  await placedOrder(till);
  expect(received[2]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  const minutesLater = webhookSecretOverlapMs / 60_000;
  expect(verify(third, received[2], { minutesLater })).toMatchObject({ type: "order.created" });
  expect(() => verify(second, received[2], { minutesLater })).toThrow("No matching signature found");
});

test("a rotation whose answer was lost keeps the secret that it replaced", async () => {
  const { staff, endpoint, received } = await receiver(till);
  let losses = 1;
  till.world.fetch = async (...request) => {
    const response = await fetch(...request);
    losses -= 1;
    if (losses >= 0) throw new Error("Network connection lost.");
    return response;
  };
  const { secret } = await staff.webhooks.endpoints.update.mutate({ id: endpoint.id, rotateSecret: true });
  till.world.fetch = fetch;
  await placedOrder(till);
  for (const each of [endpoint.secret, secret ?? ""]) expect(verify(each, received[0])).toBeDefined();
});
