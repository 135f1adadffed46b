import type { CallToolResult } from "@modelcontextprotocol/server";
import { callTRPCProcedure, getTRPCErrorFromUnknown } from "@trpc/server";
import { log } from "../log.ts";
import { faultMessage } from "../refusals/fault-message.ts";
import { refusalOfError } from "../refusals/refusal-of-error.ts";
import type { Route } from "../rest/routes.ts";
import { appRouter } from "../router.ts";
import { type Context, factsOf } from "../work/context.ts";
import { isWrapped } from "./tools.ts";

/**
 * Calls a procedure for an agent. A refusal is a result that the agent reads: the sentence as text, then all of the refusal.
 * An unexpected fault is logged, and the result does not contain it.
 */
export async function callTool(route: Route, input: unknown, ctx: Context): Promise<CallToolResult> {
  const { name, type } = route;
  try {
    const output: unknown = await callTRPCProcedure({
      router: appRouter,
      path: name,
      type,
      getRawInput: () => Promise.resolve(input),
      ctx,
      signal: undefined,
      batchIndex: 0,
    });
    const content = isWrapped(route) ? { result: output } : (output as Record<string, unknown>);
    return { content: [textOf(content)], structuredContent: content };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    const { requestId } = ctx;
    const refusal = refusalOfError(error, name);
    if (refusal !== null) {
      const { code, message, details, actions } = refusal;
      const content = { code, message, details, actions };
      // Many clients show a model the texts only.
      return { isError: true, content: [{ type: "text", text: message }, textOf(content)], structuredContent: content };
    }
    log.error("A procedure failed.", { requestId, procedure: name, ...factsOf(ctx), error });
    return { isError: true, content: [{ type: "text", text: faultMessage(requestId) }] };
  }
}

const textOf = (value: unknown) => ({ type: "text" as const, text: JSON.stringify(value) });
