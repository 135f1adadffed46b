import { customerWithOrder } from "./customer-with-order.ts";
import { guestWithOrder } from "./guest.ts";
import type { Calls } from "./sandbox-calls.ts";
import { type Till, somebody } from "./till.ts";

/** Calls about guests, each with the number of requests to the database that it may make. */
export const guestCalls = (tillOf: () => Till): Calls => ({
  "orders.createGuestLink": async () => {
    const till = tillOf();
    const staff = till.as(somebody("staff"));
    const { id, api, input } = await guestWithOrder(till);
    const own = await customerWithOrder(till);
    const forGuest = {
      items: input.items,
      paymentMethod: "COD" as const,
      idempotencyKey: "guest",
      customer: { name: "Ravi", phone: "+919822222222" },
    };
    return {
      "an order for a guest": [1, () => staff.orders.create.mutate(forGuest)],
      "the same again": [1, () => staff.orders.create.mutate(forGuest)],
      "an order for somebody unknown": [
        1,
        () => staff.orders.create.mutate({ ...forGuest, customer: { id: "usr_x" } }),
      ],
      "an order for nobody": [0, () => staff.orders.create.mutate({ items: input.items, paymentMethod: "COD" })],
      "what a guest sees": [1, () => api.orders.get.query({ id })],
      "what a guest does": [1, () => api.orders.cancel.mutate({ id })],
      "who the guest is": [1, () => api.auth.me.query()],
      "a further link": [1, () => staff.orders.createGuestLink.mutate({ id })],
      "not of a guest": [1, () => staff.orders.createGuestLink.mutate({ id: own.id })],
    };
  },
});
