import type { Refusal } from "@till/contracts";
import { type Person, type Result, ok, refuse, refused } from "@till/domain";
import type { Config } from "../config.ts";
import type { Policy } from "../policies.ts";
import type { Caller, Nobody } from "./caller.ts";

type Mode = Pick<Config, "SANDBOX">;

/** Why nobody may call what has this policy; null if somebody may. */
export const whyClosed = ({ isSandboxOnly }: Policy, { SANDBOX }: Mode): Refusal | null =>
  isSandboxOnly && !SANDBOX ? refuse.sandboxOff() : null;

/** Why a request has no caller. */
export const whyNobody = ({ why }: Nobody): Refusal =>
  why === "LOGIN_SERVICE_UNAVAILABLE" ? refuse.loginServiceUnavailable() : refuse.unauthenticated(why);

/** The caller, if a policy that is not for anybody lets them in. What only the database knows of a caller comes later. */
export function admit(caller: Caller, policy: Policy, { SANDBOX }: Mode): Result<Person> {
  const { roles, sandboxRoles, isForPeople, isForGuests } = policy;
  if (caller.kind === "nobody") return refused(whyNobody(caller));
  const admitted = SANDBOX ? roles : (roles?.filter((role) => !sandboxRoles.includes(role)) ?? null);
  if (admitted !== null && !admitted.includes(caller.user.role)) return refused(refuse.forbidden(admitted));
  if (caller.kind === "guest" && !isForGuests) return refused(refuse.guestsNot());
  if (isForPeople && caller.kind === "program") return refused(refuse.peopleOnly());
  return ok(caller.user);
}

/** Whether a policy lets a caller in. */
export const admits = (policy: Policy, caller: Caller, mode: Mode): boolean =>
  whyClosed(policy, mode) === null && (policy.roles === null || admit(caller, policy, mode).ok);
