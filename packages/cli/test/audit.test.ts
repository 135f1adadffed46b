import { somebody, startTill } from "@till/api/testing";
import { limits } from "@till/contracts";
import { expect, onTestFinished, test } from "vitest";
import { audit } from "../src/audit.ts";
import { outputOf } from "./output-of.ts";
import { overHttp } from "./till-over-http.ts";

test("till audit reads all pieces, and prints each difference as a sentence", async () => {
  const till = await startTill();
  onTestFinished(() => till.stop());
  await till.rows("INSERT INTO customers (id, role, name, demo) VALUES ('usr_meera', 'staff', 'Meera', TRUE)");
  const args = ["--url", await overHttp(till)];
  const productId = await till.addProduct({ unitPrice: 10_000 });
  const api = till.as(somebody());
  const basket = { items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" as const };
  const { id: first } = await api.orders.create.mutate(basket);
  await Promise.all(Array.from({ length: limits.auditOrders }, () => api.orders.create.mutate(basket)));
  const { payment } = await api.orders.pay.mutate({ id: first });
  await till.settled();
  expect(await outputOf(() => audit(args))).toEqual({
    exitCode: 0,
    output: "✓ Nothing differs: 51 orders and 0 discount codes checked.",
  });
  await till.rows("UPDATE payments SET amount = 1 WHERE order_id = ?", first);
  expect(await outputOf(() => audit(args))).toEqual({
    exitCode: 1,
    output: `✗ Order #${first}, ${payment.id}: The amount of an attempt to pay. The events say 10000, and the database has 1. By the events 1 order.created.
1 difference: 51 orders and 0 discount codes checked.`,
  });
  const json = await outputOf(() => audit([...args, "--json"]));
  expect(JSON.parse(json.output)).toMatchObject({ orders: 51, differences: [{ kind: "PAYMENT_AMOUNT" }] });
});
