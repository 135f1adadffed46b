import { defaultTill, isTillId } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import type { Config } from "../config.ts";

/** Names the till of a request if its URL can't. */
export const tillHeader = "Till";

const prefix = /^\/t\/([^/]*)/;

/** The path of a request below its till: `/trpc/orders.get` of `/t/k3v9/trpc/orders.get`. */
export const withoutTill = (path: string): string => path.replace(prefix, "") || "/";

/** The part of a path that names the till: `/t/k3v9`, or nothing. */
export const tillPrefix = (path: string): string => prefix.exec(path)?.[0] ?? "";

/**
 * The till that a request is for: the one that its path names, or its header, or else the default one. Refused if that
 * can't be the id of a till, or if path and header disagree. Only the database shows whether the till exists.
 */
export function tillOfRequest({ TILLS }: Config, path: string, header: string | undefined): Result<string> {
  const named = prefix.exec(path)?.[1];
  if (named !== undefined && header !== undefined && named !== header)
    return refused(refuse.invalid([{ field: tillHeader, message: "must name the till of the path, or be left out" }]));
  const till = named ?? header ?? defaultTill;
  const exists = till === defaultTill || (TILLS === "many" && isTillId(till));
  return exists ? ok(till) : refused(refuse.tillNotFound(till));
}
