import type { ActingFault } from "@till/db";
import type { Context as HonoContext, Next } from "hono";
import type { AppEnv } from "../app-env.ts";
import { replaceAnswer } from "../replace-answer.ts";
import { type AnswerFault, breakAnswer } from "./break-answer.ts";

/** When a caller may come back after an armed 429 or 503, in seconds. */
const retryAfterSeconds = 1;

/** Whether a fault comes instead of the call, which never reaches its procedure then. */
const isInstead = ({ fault }: ActingFault): boolean => fault === "lost_before" || fault === "status";

function toAnswerFault({ fault, status, delayMs }: ActingFault): AnswerFault {
  switch (fault) {
    case "lost_before":
    case "lost_after":
      return { kind: "lost" };
    case "truncate":
      return { kind: "truncate" };
    case "delay":
      return { kind: "delay", ms: delayMs ?? 0 };
    case "status": {
      const headers = status === 500 ? {} : { "Retry-After": String(retryAfterSeconds) };
      return { kind: "status", status: status ?? 500, headers };
    }
  }
}

/**
 * Answers a request that armed faults act on. They act on the whole answer, in the order in which they were armed: a batch
 * has one connection. If one of them comes instead of its call, nothing of the request is done.
 */
export async function actOn(c: HonoContext<AppEnv>, faults: readonly ActingFault[], next: Next): Promise<void> {
  if (!faults.some(isInstead)) await next();
  for (const fault of faults) {
    replaceAnswer(c, await breakAnswer(c.res, toAnswerFault(fault)));
  }
}
