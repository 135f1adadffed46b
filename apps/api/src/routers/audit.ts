import { auditPieceSchema, limits, runAuditInput } from "@till/contracts";
import { runAudit } from "@till/db";
import { procedure, router } from "../trpc.ts";

export const auditRouter = router({
  run: procedure({
    policy: "staff",
    route: "POST /v1/audit",
    summary: "Audit a piece of the till",
    description: `Recomputes from the events alone what each order, its lines, payments and refunds, the stock that it holds and the uses of discount codes should be, and from its movements the stock of each product, and answers each figure that differs. One call checks ${limits.auditOrders} orders, then ${limits.auditCodes} discount codes, then ${limits.auditProducts} products: call again with \`nextCursor\` until it is null. Writes nothing.`,
  })
    .input(runAuditInput)
    .output(auditPieceSchema)
    .query(({ ctx, input }) => runAudit(ctx.db, input)),
});
