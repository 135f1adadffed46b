import { at, jsonOf } from "../faults/json-of.ts";
import { routeOfTool } from "./tool-names.ts";

/** The procedure that a message calls, with its input; null if it calls none. The body of the request stays unread for others. */
export async function calledTool(request: Request): Promise<{ procedure: string; input: unknown } | null> {
  const message = jsonOf(await request.clone().text());
  if (at(message, "method") !== "tools/call") return null;
  const params = at(message, "params");
  const route = routeOfTool(String(at(params, "name")));
  return route === undefined ? null : { procedure: route.name, input: at(params, "arguments") };
}
