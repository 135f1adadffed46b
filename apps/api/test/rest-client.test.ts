import createClient from "openapi-fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
// What `openapi-typescript` makes of the document, when types are checked.
import type { paths } from "../dist/rest-api.d.ts";
import { seedDatabase } from "@till/db/setup";
import { expectDocumented } from "./rest-document.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  await seedDatabase(till.connection);
});
afterAll(() => till.stop());

const baseUrl = "http://till.test";

/** A client that was generated from the document by an outside tool, for somebody who has this token. */
const clientFor = (token?: string) =>
  createClient<paths>({
    baseUrl,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    async fetch(request) {
      const { method, url } = request;
      const response = await till.request(url, request);
      await expectDocumented({ method, path: url }, response);
      return response;
    },
  });

async function signIn(userId: string) {
  const { data } = await clientFor().POST("/v1/sandbox/sessions", { body: { userId } });
  if (data === undefined) throw new Error(`${userId} can't sign in.`);
  return clientFor(data.token);
}

test("a generated client drives the whole story", async () => {
  const people = await clientFor().GET("/v1/sandbox/users");
  expect(people.data?.users.map(({ id }) => id)).toContain("usr_asha");
  const asha = await signIn("usr_asha");
  const staff = await signIn("usr_meera");
  expect((await asha.GET("/v1/me")).data?.user.name).toBe("Asha Rao");

  const { data: catalogue } = await asha.GET("/v1/products", { params: { query: { search: "coffee", limit: 1 } } });
  const [product] = catalogue?.items ?? [];
  if (product === undefined) throw new Error("There is no coffee.");

  const items = [{ productId: product.id, quantity: 2 }];
  const quote = await asha.POST("/v1/quotes", { body: { items, discountCode: "WELCOME10" } });
  expect(quote.data).toMatchObject({ problems: [], subtotalAmount: 2 * product.unitPrice });

  const placed = await asha.POST("/v1/orders", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { items, paymentMethod: "ONLINE", discountCode: "WELCOME10" },
  });
  const order = placed.data;
  if (order === undefined) throw new Error("The order was refused.");
  expect(order).toMatchObject({ status: "PENDING", totalAmount: quote.data?.totalAmount });

  const path = { id: order.id };
  const declined = await asha.POST("/v1/orders/{id}/pay", {
    params: { path },
    body: { source: { token: "pm_card_visa_chargeDeclinedInsufficientFunds" } },
  });
  expect(declined.response.status).toBe(402);
  // The type of an error is the union of the route's problems, told apart by their codes.
  if (declined.error?.code !== "PAYMENT_DECLINED") throw new Error("The payment was not declined.");
  expect(declined.error.details.declineCode).toBe("insufficient_funds");
  expect(declined.error.actions).toEqual(["pay", "cancel"]);

  const paid = await asha.POST("/v1/orders/{id}/pay", { params: { path }, body: {} });
  expect(paid.data).toMatchObject({ order: { status: "PAID" }, payment: { status: "SUCCEEDED" } });
  const { data: found } = await asha.GET("/v1/orders/{id}", { params: { path } });
  expect(found).toEqual(paid.data?.order);
  const receipt = await till.request(found?.receiptUrl ?? "");
  expect(await receipt.text()).toContain(`#${order.id}`);

  const forbidden = await asha.POST("/v1/orders/{id}/refunds", { params: { path }, body: {} });
  expect(forbidden.error?.code).toBe("FORBIDDEN");
  const part = await staff.POST("/v1/orders/{id}/refunds", { params: { path }, body: { amount: 100 } });
  expect(part.data).toMatchObject({ order: { status: "PAID", refundedAmount: 100 }, refund: { amount: 100 } });
  const rest = await staff.POST("/v1/orders/{id}/refunds", { params: { path }, body: { reason: "Came back" } });
  expect(rest.data?.order.status).toBe("REFUNDED");

  const { data: story } = await asha.GET("/v1/orders/{id}/timeline", { params: { path } });
  expect(story?.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["order.created", "payment.failed", "order.paid", "order.refunded"]),
  );
});
