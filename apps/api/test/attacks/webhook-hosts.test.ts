import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connectReceivers, placedOrder, receiver } from "../receivers.ts";
import { refusalOf } from "../refusals.ts";
import { type Till, somebody, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  connectReceivers(till);
});
afterAll(() => till.stop());

const create = (url: string, where = till) =>
  where.as(somebody("staff")).webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });

test.each([
  "https://localhost..",
  "https://localhost...:8443/",
  "https://x.internal.",
  "https://x.internal..",
  "https://web.default.svc",
  "https://web.default.svc.cluster.local",
  "https://router.home.arpa",
  "https://1.0.0.127.in-addr.arpa",
  "https://abcdefghijklmnop.onion",
  "https://shop.test",
  "https://shop.invalid",
  "https://shop.alt",
  "https://vault.service.consul",
  "https://mail.corp",
  "https://LAPTOP.LAN..",
  "https://host.localdomain",
  "https://127.0.0.1..",
  "https://..",
])("%s has no public home", async (url) => {
  expect(await refusalOf(create(url))).toMatchObject({
    status: 400,
    code: expect.stringMatching(/^(WEBHOOK_URL_FORBIDDEN|VALIDATION_FAILED)$/),
  });
});

test.each([22, 25, 80, 444, 2375, 6379, 8080, 65_535])("port %i is refused", async (port) => {
  expect(await refusalOf(create(`https://shop.example:${port}/`))).toMatchObject({
    code: "WEBHOOK_URL_FORBIDDEN",
    message: expect.stringContaining("its port must be 443 or 8443."),
    details: { problem: "WRONG_PORT" },
  });
});

test.each([
  "https://shop.example:443",
  "https://shop.example:8443",
  "https://shop.example..",
  "https://test.example.com",
  "https://svc.example.com",
])("%s is taken", async (url) => {
  const { id } = await create(url);
  await till.as(somebody("staff")).webhooks.endpoints.delete.mutate({ id });
});

test("what was taken before it was refused is not called", async () => {
  const { endpoint, received, deliveries } = await receiver(till);
  await till.rows("UPDATE webhook_endpoints SET url = 'https://shop.example:6379/' WHERE id = ?", endpoint.id);
  await placedOrder(till);
  expect(received).toEqual([]);
  expect(await deliveries()).toMatchObject([
    { attempts: [{ responseStatus: null, error: "Webhooks can't be sent to this address." }] },
  ]);
});

test("a sandbox that allows private targets allows their ports", async () => {
  const other = await startTill({ variables: { WEBHOOK_PRIVATE_TARGETS: "on" } });
  onTestFinished(() => other.stop());
  expect(await create("http://localhost:6379/", other)).toMatchObject({ url: "http://localhost:6379/" });
});
