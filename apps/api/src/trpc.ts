import type { Role } from "@till/contracts";
import { TransientFault } from "@till/db";
import { refuse } from "@till/domain";
import { initTRPC } from "@trpc/server";
import type { Context } from "./context.ts";
import { RefusalError } from "./refusal-error.ts";
import { refusalOfError } from "./refusal-of-error.ts";
import type { ActingContext } from "./run.ts";

const t = initTRPC.context<Context>().create({
  isDev: false,
  /** The one place where an error gets its shape: `data.refusal`, or no word of the inside. */
  errorFormatter({ shape, error, path, ctx }) {
    const refusal = refusalOfError(error, path);
    const requestId = ctx?.requestId ?? null;
    const message =
      refusal?.message ?? `Something went wrong in Till. Please report it with the request id ${requestId}.`;
    return { ...shape, message, data: { ...shape.data, refusal, requestId } };
  },
});

export const router = t.router;

/** What every procedure is built on: a database that stays out of reach is a refusal, not a fault of ours. */
const anyone = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && isTransient(result.error)) throw new RefusalError(refuse.databaseUnavailable());
  return result;
});

const requireUser = (role?: Role) =>
  anyone.use(({ ctx, next }) => {
    if (ctx.caller.user === null) throw new RefusalError(refuse.unauthenticated(ctx.caller.why));
    if (role !== undefined && ctx.caller.user.role !== role) throw new RefusalError(refuse.forbidden(role));
    return next({ ctx: { ...ctx, actor: ctx.caller.user } satisfies ActingContext });
  });

/** The kinds of procedure, by who may call them. */
export const procedure = {
  anyone,
  signedIn: requireUser(),
  customer: requireUser("customer"),
  staff: requireUser("staff"),
  sandbox: anyone.use(({ ctx, next }) => {
    if (!ctx.config.SANDBOX) throw new RefusalError(refuse.sandboxOff());
    return next();
  }),
};

/** Drizzle wraps what a query throws, and tRPC what a procedure throws, so the fault may be a cause of a cause. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TransientFault || (error instanceof Error && isTransient(error.cause));
