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

const create = (url: string, where = till) =>
  where.as(somebody("staff")).webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });

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

const localhost = "http://localhost:9000/";

test("http is refused", async () => {
  expect(await refusalOf(create(localhost))).toMatchObject({
    code: "WEBHOOK_URL_FORBIDDEN",
    details: { problem: "NOT_HTTPS" },
  });
});

test.each(["on", "off"])(
  "where webhooks may go to private addresses, they do if the sandbox is %s",
  async (SANDBOX) => {
    const other = await startTill({ variables: { WEBHOOK_PRIVATE_TARGETS: "on", SANDBOX } });
    onTestFinished(() => other.stop());
    const made = create(localhost, other);
    if (SANDBOX === "on") expect(await made).toMatchObject({ url: localhost });
    else expect(await refusalOf(made)).toMatchObject({ code: "WEBHOOK_URL_FORBIDDEN" });
  },
);

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
