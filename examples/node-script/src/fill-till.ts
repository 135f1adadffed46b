import { createTillClient, isRefusal } from "@till/client";

const url = process.env["TILL_URL"] ?? "http://localhost:8787";
const created = await createTillClient({ url }).sandbox.tills.create.mutate({ name: "A morning in the shop" });

/** The client of a person of the new till. */
function as(id: string) {
  const person = created.people.find((one) => one.id === id);
  if (person === undefined) throw new Error(`The till has no ${id}.`);
  return createTillClient({ url: created.url, token: person.token });
}

const [asha, ben, meera] = [as("usr_asha"), as("usr_ben"), as("usr_meera")];

/** Places an order of somebody for one piece of a product. */
const order = async (who: typeof asha, productId: number, paymentMethod: "ONLINE" | "COD" = "ONLINE") =>
  (await who.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod })).id;

const paid = await order(asha, 1);
await asha.orders.pay.mutate({ id: paid });

const declined = await order(ben, 2);
try {
  await ben.orders.pay.mutate({ id: declined, source: { token: "pm_card_visa_chargeDeclinedInsufficientFunds" } });
} catch (error) {
  if (!isRefusal(error, "PAYMENT_DECLINED")) throw error;
}

const refunded = await order(asha, 3);
await asha.orders.pay.mutate({ id: refunded });
await meera.orders.refund.mutate({ id: refunded, reason: "Arrived broken" });

// Ben's order is not paid in half an hour, so Till cancels it.
await meera.sandbox.clock.advance.mutate({ minutes: 31 });

const collected = await order(ben, 4, "COD");
await meera.orders.collect.mutate({ id: collected });
await order(asha, 5);

const { items } = await meera.orders.list.query({});
for (const { id, userId, status } of items.toReversed()) console.log(`#${id} of ${userId}: ${status}`);
console.log(`The shop: ${created.url}`);
