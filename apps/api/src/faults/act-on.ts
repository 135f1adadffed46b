import { type ActingFault, type Call, type CallAboutOrder, noteActs } from "@till/db";
import { later } from "@till/domain";
import type { Context as HonoContext, Next } from "hono";
import type { AppEnv } from "../app-env.ts";
import { replaceAnswer } from "../replace-answer.ts";
import type { Work } from "../work/work.ts";
import { type AnswerFault, breakAnswer } from "./break-answer.ts";
import { holdAnswer } from "./hold-answer.ts";
import { callsWithMadeOrders, callsWithOrders } from "./orders-of-request.ts";

/** When a caller may come back after an armed 429 or 503, in seconds. */
const retryAfterSeconds = 1;

/** Whether a fault comes instead of the call, which never reaches its procedure then. */
const isInstead = ({ fault }: ActingFault): boolean => fault === "lost_before" || fault === "status";

/** What a fault does to the way of an answer; null if it only holds it. */
function toAnswerFault({ fault, status, delayMs }: ActingFault): AnswerFault | null {
  switch (fault) {
    case "lost_before":
    case "lost_after":
      return { kind: "lost" };
    case "truncate":
      return { kind: "truncate" };
    case "delay":
      return { kind: "delay", ms: delayMs ?? 0 };
    case "hold":
      return null;
    case "status": {
      const headers = status === 500 ? {} : { "Retry-After": String(retryAfterSeconds) };
      return { kind: "status", status: status ?? 500, headers };
    }
  }
}

/** A request that armed faults act on. */
interface Hit {
  /** Work in its till, by its clock. */
  readonly work: Work;
  readonly calls: readonly Call[];
  readonly faults: readonly ActingFault[];
}

/**
 * Answers a request that armed faults act on. They act on the whole answer, in the order in which they were armed: a batch
 * has one connection. If one of them comes instead of its call, nothing of the request is done. The till remembers what
 * they did: one request to the database more.
 */
export async function actOn(c: HonoContext<AppEnv>, { work, calls, faults }: Hit, next: Next): Promise<void> {
  const asked = await callsWithOrders(c.req.raw, calls);
  const isDone = !faults.some(isInstead);
  if (isDone) await next();
  await note(work, faults, isDone ? await callsWithMadeOrders(c.res, asked) : asked);
  const callIds = calls.map(({ id }) => id);
  for (const fault of faults) {
    const broken = toAnswerFault(fault);
    if (broken === null) await holdAnswer(work, { faultId: fault.id, callIds, signal: c.req.raw.signal });
    else replaceAnswer(c, await breakAnswer(c.res, broken));
  }
}

function note(work: Work, faults: readonly ActingFault[], calls: readonly CallAboutOrder[]): Promise<void> {
  const realNow = work.realTime().toISOString();
  const noted = faults.map((one) => ({
    ...one,
    heldUntil: one.fault === "hold" ? later(realNow, one.delayMs ?? 0) : null,
  }));
  return noteActs(work.db, { faults: noted, calls, at: work.clock().toISOString() });
}
