import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { heading, says, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

/** A server that receives webhooks, until the test is over. */
async function receiver() {
  const received: { id: unknown; orderId: number }[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { data } = body as { data: { order: { id: number } } };
      received.push({ id: request.headers["webhook-id"], orderId: data.order.id });
      response.end("Received with thanks.");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, received };
}

test("an endpoint is added, shows its secret once, lists and resends its deliveries, and is deleted", async () => {
  const { url, received } = await receiver();
  const { session } = await staff();
  const page = await open("/counter/webhooks", { session });
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const form = page.getByRole("dialog", { name: "Add endpoint" });
  await form.getByRole("textbox", { name: "Endpoint URL" }).fill(url);
  for (const meaning of ["Order placed", "Order cancelled", "Order refunded", "Payment declined"])
    await form.getByRole("checkbox", { name: meaning }).uncheck();
  await form.getByRole("textbox", { name: "Description" }).fill("Fulfilment");
  await form.getByRole("button", { name: "Add endpoint" }).click();
  const secret = page.getByRole("dialog", { name: "Endpoint secret" });
  await secret.getByText(/^whsec_.{20}/).waitFor();
  await secret.getByRole("button", { name: "Done" }).click();
  await secret.waitFor({ state: "detached" });
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: url }) });
  await card.getByText("Fulfilment").waitFor();
  expect(await page.getByText(/whsec_/).count()).toBe(0);

  const buyer = await customer();
  const { id } = await buyer.placeOrder();
  await buyer.api.orders.pay.mutate({ id });
  await card.getByRole("link", { name: "Deliveries" }).click();
  const delivery = page.getByRole("button", { name: `order.paid Order #${id} to ${url}` });
  await delivery.filter({ hasText: "Delivered" }).click();
  // Deliveries of other orders may be there too, collapsed.
  await page.getByText("Received with thanks.").filter({ visible: true }).waitFor();
  await page.getByRole("region", { name: "Payload" }).getByText(`"id": ${id},`).first().waitFor();
  await page.getByRole("button", { name: "Resend" }).click();
  await says(page, "Resending");
  // The endpoint also gets webhooks of other orders.
  const about = () => received.filter(({ orderId }) => orderId === id);
  await expect.poll(() => about().length, { timeout: 10_000 }).toBe(2);
  expect(about()[1]).toEqual(about()[0]);

  await page.goBack();
  await card.getByRole("button", { name: `Actions for ${url}` }).click();
  await page.getByRole("menuitem", { name: "Resend since…" }).click();
  await page.getByRole("dialog", { name: "Resend webhooks" }).getByRole("button", { name: "Resend" }).click();
  await says(page, /^\d+ webhooks? will be sent again\.$/);
  await expect.poll(() => about().length, { timeout: 10_000 }).toBe(3);
  expect(about()[2]).toEqual(about()[0]);

  await card.getByRole("button", { name: `Actions for ${url}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page
    .getByRole("dialog", { name: "Delete this endpoint?" })
    .getByRole("button", { name: "Delete endpoint" })
    .click();
  await card.waitFor({ state: "detached" });
});

test("an endpoint is changed, switched off and on, and gets a new secret", async () => {
  const { url } = await receiver();
  const { session, api } = await staff();
  const { id } = await api.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.paid"] });
  onTestFinished(async () => void (await api.webhooks.endpoints.delete.mutate({ id })));
  const page = await open("/counter/webhooks", { session });
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: url }) });
  const choose = async (item: string) => {
    await card.getByRole("button", { name: `Actions for ${url}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const status = async () =>
    (await api.webhooks.endpoints.list.query()).items.find((endpoint) => endpoint.id === id)?.status;

  const toggle = card.getByRole("switch", { name: `Send to ${url}` });
  await toggle.press("Space");
  await card.getByText("Off", { exact: true }).waitFor();
  expect(await status()).toBe("DISABLED");
  await toggle.press("Space");
  await card.getByText("On", { exact: true }).waitFor();

  await choose("Edit");
  const form = page.getByRole("dialog", { name: "Edit endpoint" });
  await form.getByRole("checkbox", { name: "Order paid" }).uncheck();
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("Choose at least one event.").waitFor();
  await form.getByRole("checkbox", { name: "Order refunded" }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await card.getByText("order.refunded").waitFor();

  await choose("New secret");
  await page
    .getByRole("dialog", { name: "Create a new secret?" })
    .getByRole("button", { name: "Create new secret" })
    .click();
  await page
    .getByRole("dialog", { name: "Endpoint secret" })
    .getByText(/^whsec_.{20}/)
    .waitFor();
});

test("an invalid URL is refused at its field", async () => {
  const { session } = await staff();
  const page = await open("/counter/webhooks", { session });
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const form = page.getByRole("dialog", { name: "Add endpoint" });
  await form.getByRole("textbox", { name: "Endpoint URL" }).fill("shop.example");
  await form.getByRole("button", { name: "Add endpoint" }).click();
  await form.getByText("Enter the whole URL, such as https://shop.example/webhooks.").waitFor();
});

test("an order without deliveries says what will appear", async () => {
  const { session } = await staff();
  const page = await open("/counter/deliveries?order=999999", { session });
  await heading(page, "No deliveries");
  await page.getByRole("button", { name: "Show deliveries of all orders" }).click();
  await page.waitForURL("/counter/deliveries");
});
