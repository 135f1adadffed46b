import type { Refusal } from "@till/contracts";
import { refuse } from "@till/domain";
import type { TRPCError } from "@trpc/server";
import * as z from "zod";
import { RefusalError } from "./refusal-error.ts";

/**
 * The refusal of an error: the refusal of a procedure, or the fault of the request itself. Null for an unexpected
 * fault.
 */
export function refusalOfError(error: TRPCError, path: string | undefined): Refusal | null {
  if (error instanceof RefusalError) return error.refusal;
  switch (error.code) {
    case "BAD_REQUEST":
      return refuse.invalid(error.cause instanceof z.ZodError ? toIssues(error.cause) : [whatIsMalformed(error)]);
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

/** What tRPC says of a request that it can't read, by the beginning of its message, and what it should have been. */
const malformedRequests: readonly (readonly [begin: string, message: string])[] = [
  ['"input" needs to be an object', "must be an object with the input of each call under its number"],
  ["Cannot mix procedure types", "must be for queries or for mutations, not for both in one batch"],
  ["Streaming requests must be batched", "must come as a batch for an answer in pieces"],
];

/** What is wrong with a request that no procedure has read. */
function whatIsMalformed({ cause, message }: TRPCError) {
  if (cause instanceof URIError)
    return { field: "path", message: "has a malformed percent-escape; % itself is written %25" };
  if (cause instanceof SyntaxError) return { field: "", message: notJson };
  const [, sentence] = malformedRequests.find(([begin]) => message.startsWith(begin)) ?? [];
  return { field: "", message: sentence ?? "must be a request as tRPC or the reference describes it" };
}

/** The issues of a schema, each with its field written as in code: `items[0].quantity`. */
const toIssues = ({ issues }: z.ZodError) => issues.map(({ path, message }) => ({ field: fieldName(path), message }));

const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? String(part) : `${name}.${String(part)}`;
  }, "");
