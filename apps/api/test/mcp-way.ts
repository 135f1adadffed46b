import type { Refusal } from "@till/contracts";
import { createTRPCClient } from "@trpc/client";
import type { AppRouter } from "../src/router.ts";
import type { Problem } from "../src/rest/problem.ts";
import { toolName } from "../src/mcp/tool-names.ts";
import { isWrapped } from "../src/mcp/tools.ts";
import { fromPromise, toClientError } from "./rest-way.ts";
import { routeOf } from "./route-of.ts";
import type { Till } from "./till.ts";

/** The result of a tool. */
interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: unknown;
}

/** Sends a message of an agent, as clients of 2025 write it. */
export const askMcp = (till: Till, message: unknown, token: string | null, headers: Record<string, string> = {}) =>
  till.request("http://till.test/mcp", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof message === "string" ? message : JSON.stringify(message),
  });

/** The message that calls a procedure. */
export const toolCall = (procedure: string, input: unknown) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: toolName(procedure), arguments: input ?? {} },
});

/** The status of a problem that was not a refused request, but a result: nobody who reads one learns it. */
const unknownStatus = 200;

/** A Till whose typed clients call tools, so that what is tested of procedures is tested of their tools. */
export const overMcp = (till: Till): Till => ({
  ...till,
  withToken(token) {
    const ask = async (name: string, input: unknown) => {
      const bearer = typeof token === "string" ? token : await token();
      const response = await askMcp(till, toolCall(name, input), bearer);
      const body: unknown = await response.json();
      if (!response.ok) throw toClientError(body as Problem);
      const { isError, content, structuredContent } = (body as { result: ToolResult }).result;
      if (isError !== true)
        return isWrapped(routeOf(name)) ? (structuredContent as { result: unknown }).result : structuredContent;
      const { code, message, details, actions } = (structuredContent ?? {}) as Partial<Refusal>;
      throw toClientError({
        code: code ?? "INTERNAL_SERVER_ERROR",
        detail: message ?? content[0]?.text,
        details,
        actions,
        status: unknownStatus,
      } as Problem);
    };
    return createTRPCClient<AppRouter>({
      links: [
        () =>
          ({ op }) =>
            fromPromise(ask(op.path, op.input)),
      ],
    });
  },
});
