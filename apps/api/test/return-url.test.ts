import { simulator } from "@till/domain";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { guestWithOrder } from "./guest.ts";
import { refusalOf } from "./refusals.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ variables: { RETURN_HOSTS: "shop.example, other.example:8443" } });
});
afterAll(() => till.stop());

async function place(returnUrl: string) {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  return { api, order: await api.orders.create.mutate({ items, paymentMethod: "ONLINE", returnUrl }) };
}

/** An attempt that waits for its customer on the page at `path`. */
async function waiting(returnUrl: string) {
  const { api, order } = await place(returnUrl);
  const { payment } = await api.orders.pay.mutate({ id: order.id, source: { token: "pm_card_threeDSecure2Required" } });
  const path = new URL(payment.nextAction?.url ?? "").pathname;
  return { api, id: order.id, paymentId: payment.id, path };
}

const answer = (path: string, outcome: string) =>
  till.request(path, {
    method: "POST",
    body: `outcome=${outcome}`,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });

test.each([
  ["https://shop.example/thanks?from=till#top"],
  ["https://other.example:8443/"],
  ["http://till.test/orders"],
  ["http://localhost:3000/thanks"],
])("%s is kept with the order", async (returnUrl) => {
  const { api, order } = await place(returnUrl);
  expect(await api.orders.get.query({ id: order.id })).toMatchObject({ returnUrl });
});

test.each([
  ["https://evil.example/", "evil.example is not one: add it to the setting RETURN_HOSTS"],
  ["https://shop.example.evil.example/", "shop.example.evil.example is not one"],
  ["https://shop.example:8443/", "shop.example:8443 is not one"],
  ["https://other.example/", "other.example is not one"],
  ["http://shop.example/", "must begin with https://"],
  ["https://shop.example@evil.example/", "must be a web address"],
  ["javascript:alert(1)", "must be a web address"],
  ["//evil.example", "must be a web address"],
])("%s is refused with a sentence that names the field and the host", async (returnUrl, words) => {
  const refusal = await refusalOf(place(returnUrl));
  expect(refusal).toMatchObject({ code: "VALIDATION_FAILED", details: { issues: [{ field: "returnUrl" }] } });
  expect(refusal.message).toContain(words);
});

test.each([
  ["COMPLETE", "PAID"],
  ["REJECT", "PENDING"],
])("after %s the page leads back to the shop, with the order and the payment", async (outcome, status) => {
  const { api, id, paymentId, path } = await waiting("https://shop.example/thanks?from=till#top");
  const page = await till.request(path);
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://shop.example;");
  const response = await answer(path, outcome);
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(
    `https://shop.example/thanks?from=till&order=${id}&payment=${paymentId}#top`,
  );
  expect(await api.orders.get.query({ id })).toMatchObject({ status });
  // Who comes again finds the way as a link.
  expect(await (await till.request(path)).text()).toContain(
    `href="https://shop.example/thanks?from=till&amp;order=${id}&amp;payment=${paymentId}#top"`,
  );
});

test("a page that is not allowed any more is led to by nothing", async () => {
  const { id, path } = await waiting("https://shop.example/thanks");
  await till.rows(
    `UPDATE orders SET recorded = json_set(recorded, '$.returnUrl', 'https://evil.example/') WHERE id = ${id}`,
  );
  expect((await till.request(path)).headers.get("content-security-policy")).toContain("form-action 'self';");
  const response = await answer(path, "COMPLETE");
  expect(response.status).toBe(200);
  const html = await response.text();
  expect(html).toContain(`href="../../orders/${id}"`);
  expect(html).not.toContain("evil.example");
});

test("the page of a guest's payment leads back to the page of guests", async () => {
  const { api, id } = await guestWithOrder(till);
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  const response = await answer(new URL(payment.nextAction?.url ?? "").pathname, "COMPLETE");
  expect(await response.text()).toContain(`href="../../guest?order=${id}"`);
});

test("a remote gateway gets the page of the shop to return to", async () => {
  const { gateway, network } = createRemoteGateway();
  till.world.gateway = gateway;
  onTestFinished(() => void (till.world.gateway = simulator));
  const told: string[] = [];
  network.beforeCharge = async (_paymentId, { returnUrl }) => void told.push(returnUrl);
  const { api, order } = await place("https://shop.example/thanks");
  const { payment } = await api.orders.pay.mutate({ id: order.id, source: { token: "tok_good" } });
  const guest = await guestWithOrder(till);
  await guest.api.orders.pay.mutate({ id: guest.id, source: { token: "tok_good" } });
  expect(told).toEqual([
    `https://shop.example/thanks?order=${order.id}&payment=${payment.id}`,
    `http://till.test/guest?order=${guest.id}`,
  ]);
});

test("a live shop leads to no page of the customer's machine", async () => {
  const live = await startTill({ variables: { SANDBOX: "off", RETURN_HOSTS: "" } });
  try {
    const items = [{ productId: await live.addProduct(), quantity: 1 }];
    const placeLive = (returnUrl: string) =>
      live.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD", returnUrl });
    expect(await refusalOf(placeLive("http://localhost:3000/"))).toMatchObject({ code: "VALIDATION_FAILED" });
    expect(await placeLive("https://till.test/thanks")).toMatchObject({ returnUrl: "https://till.test/thanks" });
  } finally {
    await live.stop();
  }
});
