import type { Refusal } from "@till/contracts";
import { refuse } from "@till/domain";
import type { TRPCError } from "@trpc/server";
import * as z from "zod";
import { RefusalError } from "./refusal-error.ts";

/**
 * The refusal that an error stands for, or null for an unexpected fault: what a procedure refused, or what was
 * wrong with the request itself.
 */
export function refusalOfError(error: TRPCError, path: string | undefined): Refusal | null {
  if (error instanceof RefusalError) return error.refusal;
  switch (error.code) {
    case "BAD_REQUEST":
      return error.cause instanceof z.ZodError
        ? refuse.invalid(toIssues(error.cause))
        : refuse.invalid([{ field: "", message: notJson }]);
    case "PARSE_ERROR":
      return refuse.invalid([{ field: "", message: notJson }]);
    case "UNSUPPORTED_MEDIA_TYPE":
      return refuse.invalid([{ field: "", message: "must come with the header Content-Type: application/json" }]);
    case "NOT_FOUND":
      return refuse.procedureNotFound(path ?? "this address");
    case "METHOD_NOT_SUPPORTED":
      return refuse.methodNotAllowed(path ?? "this");
    default:
      return null;
  }
}

const notJson = "must be valid JSON";

/** The issues of a schema, each with its field written as in code: `items[0].quantity`. */
const toIssues = ({ issues }: z.ZodError) => issues.map(({ path, message }) => ({ field: fieldName(path), message }));

const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? String(part) : `${name}.${String(part)}`;
  }, "");
