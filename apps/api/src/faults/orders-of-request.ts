import type { Call, CallAboutOrder } from "@till/db";
import { calledTool } from "../mcp/called-tool.ts";
import { at, jsonOf } from "./json-of.ts";
import { mcpPath, trpcPath } from "../paths.ts";
import { withoutTill } from "../tills/till-of-request.ts";

/** The procedures whose `id` is that of an order, in their input and, of the first one, in their answer. */
const createsOrder = "orders.create";
const isAboutOrder = ({ procedure }: Call): boolean => procedure.startsWith("orders.");

/** The path of a route about an order. */
const orderRoute = /^\/v1\/orders\/(\d+)(?:\/|$)/;

/**
 * The calls of a request, with the orders that they name. A call that is not read as it should be names none. The body of
 * the request stays unread for others.
 */
export async function callsWithOrders(request: Request, calls: readonly Call[]): Promise<readonly CallAboutOrder[]> {
  if (!calls.some(isAboutOrder)) return calls.map((call) => ({ ...call, orderId: null }));
  const url = new URL(request.url);
  const path = withoutTill(url.pathname);
  if (path === mcpPath) return withOrders(calls, [(await calledTool(request))?.input]);
  if (!path.startsWith(`${trpcPath}/`))
    return withOrders(calls, [{ id: Number(orderRoute.exec(path)?.[1] ?? Number.NaN) }]);
  const text = request.method === "GET" ? url.searchParams.get("input") : await request.clone().text();
  const input = jsonOf(text ?? "");
  return withOrders(calls, url.searchParams.get("batch") === "1" ? calls.map((_, index) => at(input, index)) : [input]);
}

/** The calls of a request, with the orders that they have made. The body of the answer stays unread for others. */
export async function callsWithMadeOrders(
  answer: Response,
  calls: readonly CallAboutOrder[],
): Promise<readonly CallAboutOrder[]> {
  if (!calls.some(({ procedure }) => procedure === createsOrder)) return calls;
  const output = jsonOf(await answer.clone().text());
  const outputs = Array.isArray(output) ? output : [output];
  return calls.map((call, index) => {
    if (call.procedure !== createsOrder) return call;
    const result = at(outputs[index], "result");
    // Over REST the order is the answer itself.
    const made = at(result, "data") ?? at(result, "structuredContent") ?? outputs[index];
    return { ...call, orderId: idIn(made) };
  });
}

const withOrders = (calls: readonly Call[], inputs: readonly unknown[]): CallAboutOrder[] =>
  calls.map((call, index) => ({ ...call, orderId: isAboutOrder(call) ? idIn(inputs[index]) : null }));

function idIn(value: unknown): number | null {
  const id = at(value, "id");
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0 ? id : null;
}
