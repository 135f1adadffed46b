import {
  armFaultInput,
  armedFaultSchema,
  armedFaultsSchema,
  clearFaultsInput,
  defaultTill,
  faultIdPrefix,
} from "@till/contracts";
import { armFault, clearFaults, listFaults } from "@till/db";
import { refuse } from "@till/domain";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";
import type { Work } from "../work/work.ts";

const realNowOf = ({ realTime }: Work): string => realTime().toISOString();

export const faultsRouter = router({
  arm: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/faults",
    summary: "Arm a fault",
    description:
      "Exact scripts, no rates: the nth call of a procedure from now on, over tRPC or REST, is lost, late, held, answered with an error or cut in half. Every request counts, so a repeat by the client is the next call. In a tRPC batch each call counts, and the fault acts on the whole answer. What is armed ends with the till. The default till takes none.",
    refusals: ["FORBIDDEN"],
  })
    .input(armFaultInput)
    .output(armedFaultSchema)
    .mutation(async ({ ctx, input }) => {
      if (ctx.till === defaultTill) throw new RefusalError(refuse.faultsOfDefaultTill());
      if (!(await ctx.isProcedure(input.procedure)))
        throw new RefusalError(
          refuse.invalid([{ field: "procedure", message: "must be the name of a procedure, such as orders.pay" }]),
        );
      return valueOf(
        await armFault(ctx.db, input, {
          id: `${faultIdPrefix}${ctx.newCommandId()}`,
          now: ctx.now,
          realNow: realNowOf(ctx),
        }),
      );
    }),

  list: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/faults",
    summary: "List the armed faults",
    description:
      "Each with the calls that it has counted, the answers that it holds, and the requests that it has acted on.",
  })
    .output(armedFaultsSchema)
    .query(async ({ ctx }) => ({ items: await listFaults(ctx.db, realNowOf(ctx)) })),

  clear: procedure({
    policy: "sandbox",
    route: "DELETE /v1/sandbox/faults",
    summary: "Clear armed faults",
    description: "One of them, or all. The answers that they hold go out. Answers with those that are left.",
  })
    .input(clearFaultsInput)
    .output(armedFaultsSchema)
    .mutation(async ({ ctx, input }) => ({
      items: await clearFaults(ctx.db, { id: input.id, realNow: realNowOf(ctx) }),
    })),
});
