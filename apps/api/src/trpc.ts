import { TransientFault } from "@till/db";
import { refuse } from "@till/domain";
import { initTRPC } from "@trpc/server";
import type { Context } from "./context.ts";
import { type PolicyName, policies } from "./policies.ts";
import type { Operation } from "./rest/operation.ts";
import { RefusalError } from "./refusal-error.ts";
import { refusalOfError } from "./refusal-of-error.ts";
import type { ActingContext } from "./run.ts";

/** What a procedure says of itself, as data: the guard, the documentation and the tests read it. */
export interface ProcedureMeta extends Operation {
  /** Who may call it. */
  readonly policy: PolicyName;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
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
const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && isTransient(result.error)) throw new RefusalError(refuse.databaseUnavailable());
  return result;
});

const anybody = (name: PolicyName) =>
  base.use(({ ctx, next }) => {
    if (policies[name].isSandboxOnly && !ctx.config.SANDBOX) throw new RefusalError(refuse.sandboxOff());
    return next();
  });

const somebody = (name: PolicyName) =>
  anybody(name).use(({ ctx, next }) => {
    const { user } = ctx.caller;
    const roles = policies[name].roles ?? [];
    if (user === null) throw new RefusalError(refuse.unauthenticated(ctx.caller.why));
    if (!roles.includes(user.role)) throw new RefusalError(refuse.forbidden(roles));
    return next({ ctx: { ...ctx, actor: user } satisfies ActingContext });
  });

const guarded = {
  public: anybody("public"),
  customer: somebody("customer"),
  staff: somebody("staff"),
  signedIn: somebody("signedIn"),
  sandbox: anybody("sandbox"),
  inbox: somebody("inbox"),
} satisfies Record<PolicyName, unknown>;

/** Begins a procedure. It is the only way to one, so that none is without a policy. */
export const procedure = <Name extends PolicyName>(meta: ProcedureMeta & { policy: Name }) =>
  guarded[meta.policy].meta(meta) as (typeof guarded)[Name];

/** Drizzle wraps what a query throws, and tRPC what a procedure throws, so the fault may be a cause of a cause. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TransientFault || (error instanceof Error && isTransient(error.cause));
