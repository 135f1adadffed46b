import type { Call } from "../results.ts";
import { productMark, productIds } from "./database.ts";
import type { LoadPlan, OrderRange } from "./load.ts";

/** The requests to send, without their number. */
export type Requests = Omit<LoadPlan, "connections" | "durationMs">;

const items = productIds.map((productId, index) => ({ productId, quantity: index + 1 }));
const json = { "content-type": "application/json" };

/** A text in every good answer to a call, from Till and from the database. */
const expected: Readonly<Record<Call, string>> = {
  create: productMark,
  pay: "PAID",
  get: productMark,
  list: productMark,
};

const query = (input: string) => `?input=${encodeURIComponent(input).replace("%7BorderId%7D", "{orderId}")}`;

/** The calls of Till's API, with an idempotency key like the typed client, and without a discount code. */
export function tillRequests(call: Call, url: string, token: string, orders: OrderRange): Requests {
  const shared = { url, headers: { ...json, authorization: `Bearer ${token}` }, orders, expected: expected[call] };
  const path = `/trpc/orders.${call}`;
  switch (call) {
    case "create":
      return {
        ...shared,
        method: "POST",
        path,
        body: JSON.stringify({ items, paymentMethod: "ONLINE", idempotencyKey: "{key}" }),
      };
    case "pay":
      return { ...shared, method: "POST", path, body: `{"id":{orderId},"idempotencyKey":"{key}"}` };
    case "get":
      return { ...shared, method: "GET", path: path + query(`{"id":{orderId}}`) };
    case "list":
      return { ...shared, method: "GET", path: path + query("{}") };
  }
}

/** What staff look for. The generated orders are of persons at example.com, and each message says what has changed. */
const searches = {
  search: ["orders.list", `{"search":"person example"}`, productMark],
  "search with a status": ["orders.list", `{"search":"person example","status":"CANCELLED"}`, productMark],
  "search of messages": ["notifications.list", `{"search":"order changed"}`, "has changed."],
  "summary of 31 days": ["orders.summary", `{"days":31}`, '"placed"'],
} as const;

export const staffReads = (name: keyof typeof searches, url: string, token: string, orders: OrderRange): Requests => {
  const [procedure, input, mark] = searches[name];
  return {
    url,
    method: "GET",
    path: `/trpc/${procedure}${query(input)}`,
    headers: { ...json, authorization: `Bearer ${token}` },
    orders,
    expected: mark,
  };
};

/** The same calls for the floor. */
export const floorRequests = (call: Call, url: string, orders: OrderRange): Requests => ({
  url,
  method: "GET",
  path: `/${call}?id={orderId}`,
  headers: {},
  orders,
  expected: expected[call],
});

/** The same order for the lean and the plain way. */
export const bareOrderRequests = (url: string, userId: string, orders: OrderRange): Requests => ({
  url,
  method: "POST",
  path: "/",
  headers: json,
  body: JSON.stringify({ userId, key: "{key}", items }),
  orders,
  expected: '"id"',
});
