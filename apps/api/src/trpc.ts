import { type User, cursorOfTill, cursorRule, isCursorOfTill, limits } from "@till/contracts";
import { KeyRejected } from "@till/db";
import { refuse } from "@till/domain";
import { initTRPC } from "@trpc/server";
import { admit, whyClosed } from "./auth/admission.ts";
import { type Caller, isKeyHolder } from "./auth/caller.ts";
import { noteRejectedKey, rejectionOf } from "./auth/challenge.ts";
import type { Context } from "./work/context.ts";
import { faultMessage } from "./refusals/fault-message.ts";
import { isCausedBy } from "./refusals/is-caused-by.ts";
import { type PolicyName, policies } from "./policies.ts";
import type { Operation } from "./rest/operation.ts";
import { refusalOfDatabase } from "./refusals/refusal-of-database.ts";
import { RefusalError, valueOf } from "./refusals/refusal-error.ts";
import { refusalOfError } from "./refusals/refusal-of-error.ts";
import type { ActingWork } from "./commands/run.ts";

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
      const message = refusal?.message ?? faultMessage(requestId);
      return { ...shape, message, data: { ...shape.data, refusal, requestId } };
    },
  });

export const router = t.router;

/** Makes functions that call the procedures of a router in this process. */
export const { createCallerFactory } = t;

/** The base of every procedure. It turns passing faults and a rejected key into refusals. */
const base = t.procedure.use(async ({ ctx, next }) => {
  const result = await next();
  if (result.ok) return result;
  const refusal = refusalOfDatabase(result.error, ctx.till);
  if (refusal !== null) throw new RefusalError(refusal);
  if (isCausedBy(result.error, KeyRejected)) {
    const caller = await ctx.caller();
    noteRejectedKey(caller);
    throw new RefusalError(refuse.unauthenticated(rejectionOf(caller)));
  }
  return result;
});

/** The text in a field of a value, if there is one. */
function textAt(value: unknown, field: string): string | null {
  const found: unknown = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[field] : null;
  return typeof found === "string" ? found : null;
}

/** A call without input leaves out every field, as a request to a route without a body does. */
const missingInputIsEmpty = t.middleware(({ getRawInput, next }) =>
  next({
    async getRawInput() {
      const input = await getRawInput();
      return input === undefined ? {} : input;
    },
  }),
);

/** The cursors of a list are those of its till: they leave with its name on them, and another till takes none of them. */
const cursorsOfTill = t.middleware(async ({ ctx: { till }, next, getRawInput }) => {
  // Input that can't be read is for the procedure to refuse, if it takes any.
  const asked = textAt(await getRawInput().catch(() => null), "cursor");
  if (asked !== null && !isCursorOfTill(asked, till))
    throw new RefusalError(refuse.invalid([{ field: "cursor", message: cursorRule }]));
  const result = await next();
  const nextCursor = result.ok ? textAt(result.data, "nextCursor") : null;
  if (!result.ok || nextCursor === null) return result;
  return { ...result, data: { ...(result.data as object), nextCursor: cursorOfTill(nextCursor, till) } };
});

const anybody = (name: PolicyName) =>
  base.use(({ ctx, next }) => {
    const refusal = whyClosed(policies[name], ctx.config);
    if (refusal !== null) throw new RefusalError(refusal);
    return next();
  });

const somebody = (name: PolicyName) =>
  anybody(name).use(async ({ ctx, next }) => {
    const caller = await ctx.caller();
    const user = valueOf(admit(caller, policies[name], ctx.config));
    for (const counted of countedAs(caller, user, ctx))
      if (!(await ctx.isWithinRate("caller", counted)))
        throw new RefusalError(refuse.rateLimited(limits.rates.periodSeconds));
    return next({ ctx: { db: ctx.callersDb, actor: user } satisfies Pick<ActingWork, "db" | "actor"> });
  });

/**
 * What the calls of a caller are counted by. Ids of keys can be seen in timelines; counted by the whole key, nobody uses up
 * the rate of another's. Who makes up keys has as many as they like, so calls with a key count against their address too,
 * whether the key is good or not.
 */
function countedAs(caller: Caller, user: User, { address, till }: Context): readonly string[] {
  if (!isKeyHolder(caller)) return [`${till} ${user.id}`];
  return [...(address === null ? [] : [`keys of ${address}`]), caller.keyHash];
}

const guarded = {
  public: anybody("public"),
  buyer: somebody("buyer"),
  owner: somebody("owner"),
  ownerOrStaff: somebody("ownerOrStaff"),
  staff: somebody("staff"),
  staffInPerson: somebody("staffInPerson"),
  signedIn: somebody("signedIn"),
  sandbox: anybody("sandbox"),
  sandboxStaff: somebody("sandboxStaff"),
  messages: somebody("messages"),
} satisfies Record<PolicyName, unknown>;

/** Begins a procedure. It is the only way to one, so that none is without a policy. */
export const procedure = <Name extends PolicyName>(meta: ProcedureMeta & { policy: Name }) =>
  guarded[meta.policy].use(missingInputIsEmpty).use(cursorsOfTill).meta(meta) as (typeof guarded)[Name];
