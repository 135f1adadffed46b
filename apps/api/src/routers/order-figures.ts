import { ordersSummarySchema, stateOrdersInput, statementSchema, summarizeOrdersInput } from "@till/contracts";
import { stateOrders, summarizeOrders } from "@till/db";
import { exportedStatement } from "../rest/statement-rows.ts";
import { procedure } from "../trpc.ts";

/** What orders come to, for staff and their accountant: part of the router of orders. */
export const orderFigures = {
  summary: procedure({
    policy: "staff",
    route: "GET /v1/summary",
    summary: "Sum up the orders of the last days",
    description: "A row for each day of the caller's time zone, with what was placed, paid, cancelled and refunded.",
  })
    .input(summarizeOrdersInput)
    .output(ordersSummarySchema)
    .query(({ ctx, input }) => summarizeOrders(ctx.db, input, ctx.now)),

  statement: procedure({
    policy: "staff",
    route: "GET /v1/statements/{month}",
    summary: "State what was paid in a month",
    description:
      "What was paid and refunded, in all and for each day of the caller's time zone, by currency and payment method, with the first and the last invoice number. A payment counts on the day it was made, and so does a refund. The paid and refunded amounts of a day are those of the summary. With `Accept: text/csv` or `application/x-ndjson` the answer is a file with a row for each day, currency and payment method.",
    exported: exportedStatement,
  })
    .input(stateOrdersInput)
    .output(statementSchema)
    .query(({ ctx, input }) => stateOrders(ctx.db, input)),
};
