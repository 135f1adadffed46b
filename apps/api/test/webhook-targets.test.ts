import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connectReceivers, placedOrder, receiver } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";
import { privateTargets, publicTargets } from "./webhook-targets.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  connectReceivers(till);
});
afterAll(() => till.stop());

const create = (url: string) =>
  till.as(somebody("staff")).webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });

const set = (variables: Record<string, string>) => {
  const before = { WEBHOOK_PRIVATE_TARGETS: "off", SANDBOX: "on" };
  Object.assign(till.env, variables);
  onTestFinished(() => void Object.assign(till.env, before));
};

test.each(privateTargets)("%s is refused, when an endpoint is made and when it is changed", async (url) => {
  const forbidden = { code: "WEBHOOK_URL_FORBIDDEN", status: 400, details: { url, problem: "PRIVATE" } };
  expect(await refusalOf(create(url))).toMatchObject(forbidden);
  const { staff, endpoint } = await receiver(till);
  const changed = staff.webhooks.endpoints.update.mutate({ id: endpoint.id, url });
  expect(await refusalOf(changed)).toMatchObject(forbidden);
});

test.each(publicTargets)("%s is taken", async (url) => {
  const { id } = await create(url);
  await till.as(somebody("staff")).webhooks.endpoints.delete.mutate({ id });
});

test("http is refused, but where the sandbox allows it, private addresses too", async () => {
  const url = "http://localhost:9000/";
  const forbidden = { code: "WEBHOOK_URL_FORBIDDEN", details: { problem: "NOT_HTTPS" } };
  expect(await refusalOf(create(url))).toMatchObject(forbidden);
  set({ WEBHOOK_PRIVATE_TARGETS: "on", SANDBOX: "off" });
  expect(await refusalOf(create(url))).toMatchObject(forbidden);
  set({ WEBHOOK_PRIVATE_TARGETS: "on", SANDBOX: "on" });
  expect(await create(url)).toMatchObject({ url });
});

test("what became a private address since is not called", async () => {
  const { endpoint, received, deliveries } = await receiver(till);
  await till.rows("UPDATE webhook_endpoints SET url = 'https://127.0.0.1/' WHERE id = ?", endpoint.id);
  let requests = 0;
  const { send } = till.world;
  till.world.send = async () => {
    requests += 1;
    return new Response();
  };
  await placedOrder(till);
  till.world.send = send;
  expect({ requests, received }).toEqual({ requests: 0, received: [] });
  expect(await deliveries()).toMatchObject([
    { attempts: [{ responseStatus: null, error: "Webhooks can't be sent to this address." }] },
  ]);
});
