import {
  type CustomerExport,
  customerExportSchema,
  customerPageSchema,
  customerSchema,
  eraseCustomerInput,
  erasedCustomerSchema,
  exportCustomerInput,
  getCustomerInput,
  limits,
  listCustomersInput,
} from "@till/contracts";
import { eraseCustomer, exportCustomer, getCustomer, listCustomers } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

/** A person as lines of a file: who they are, and then each of their orders. */
const exportedCustomer = {
  file: "customer",
  isFixed: true,
  rowsOf: ({ customer, erasures, items }: CustomerExport, isFirst: boolean) =>
    isFirst ? [{ customer, erasures }, ...items] : items,
};

export const customersRouter = router({
  list: procedure({
    policy: "staff",
    route: "GET /v1/customers",
    summary: "List customers",
    description: "The people who placed orders, the newest first, with the details of their last order.",
  })
    .input(listCustomersInput)
    .output(customerPageSchema)
    .query(({ ctx, input }) => listCustomers(ctx.db, input)),

  get: procedure({
    policy: "staff",
    route: "GET /v1/customers/{id}",
    summary: "Get a customer",
    description: "One of the people who placed orders, with the details of their last order.",
    refusals: ["CUSTOMER_NOT_FOUND"],
  })
    .input(getCustomerInput)
    .output(customerSchema)
    .query(async ({ ctx, input }) => valueOf(await getCustomer(ctx.db, input))),

  export: procedure({
    policy: "staff",
    route: "GET /v1/customers/{id}/export",
    summary: "Export a customer",
    description: `Everything that Till holds about one person: their details, the calls that erased them, and each order with its events, payments, refunds, messages, webhooks and what staff did. A page has ${limits.exportedOrders} orders. With \`Accept: application/x-ndjson\` the answer is one file: a line with the customer, then a line for each order.`,
    refusals: ["CUSTOMER_NOT_FOUND"],
    exported: exportedCustomer,
  })
    .input(exportCustomerInput)
    .output(customerExportSchema)
    .query(async ({ ctx, input }) => valueOf(await exportCustomer(ctx.db, input, ctx))),

  erase: procedure({
    policy: "staffInPerson",
    route: "POST /v1/customers/{id}/erase",
    summary: "Erase a customer",
    description: `Erases the words of a person: name, email, phone, addresses, contact, metadata, reference, reasons, messages and the bodies of webhooks. Amounts, times, products and invoice numbers stay, and so does the customer's id. It can't be undone. One call goes through ${limits.erasedOrders} orders: call again with \`nextCursor\` until it is null. Refused while an order, a payment, a refund or a message is open.`,
    refusals: ["CUSTOMER_NOT_FOUND", "CUSTOMER_NOT_ERASABLE"],
  })
    .input(eraseCustomerInput)
    .output(erasedCustomerSchema)
    .mutation(async ({ ctx, input }) =>
      valueOf(
        await eraseCustomer(ctx.db, input, { actorId: ctx.actor.id, now: ctx.now, commandId: ctx.newCommandId() }),
      ),
    ),
});
