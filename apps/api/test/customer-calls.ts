import { customerWithOrder } from "./customer-with-order.ts";
import type { Calls } from "./sandbox-calls.ts";
import { type Till, somebody } from "./till.ts";

/** Calls of each procedure about customers and the accountant's figures, with the number of their requests. */
export const customerCalls = (till: () => Till): Calls => ({
  "orders.statement": async () => ({
    "of a month": [1, () => till().as(somebody("staff")).orders.statement.query({ month: "2026-11" })],
  }),
  "customers.list": async () => {
    const { customers } = till().as(somebody("staff"));
    return {
      all: [1, () => customers.list.query({})],
      search: [1, () => customers.list.query({ search: "test person" })],
      known: [1, () => customers.list.query({ known: true })],
    };
  },
  "customers.get": async () => {
    const { api, id } = await customerWithOrder(till());
    const { userId } = await api.orders.get.query({ id });
    const { customers } = till().as(somebody("staff"));
    return {
      known: [1, () => customers.get.query({ id: userId })],
      unknown: [1, () => customers.get.query({ id: "usr_unheard" })],
    };
  },
  "customers.export": async () => {
    const { api, id } = await customerWithOrder(till());
    const { userId } = await api.orders.get.query({ id });
    const { customers } = till().as(somebody("staff"));
    return {
      known: [1, () => customers.export.query({ id: userId })],
      unknown: [1, () => customers.export.query({ id: "usr_unheard" })],
    };
  },
  "customers.erase": async () => {
    const { api, id } = await customerWithOrder(till());
    const other = await customerWithOrder(till());
    const { userId } = await api.orders.cancel.mutate({ id });
    const { userId: buyer } = await other.api.orders.get.query({ id: other.id });
    await till().settled();
    const { customers } = till().as(somebody("staff"));
    return {
      erased: [1, () => customers.erase.mutate({ id: userId })],
      "with an open order": [1, () => customers.erase.mutate({ id: buyer })],
      unknown: [1, () => customers.erase.mutate({ id: "usr_unheard" })],
    };
  },
});
