import type { Call } from "../results.ts";
import type { DatabaseWay, SentRequest } from "./database-way.ts";
import type { OrderRange } from "./load.ts";
import { tillRequests } from "./requests.ts";
import { type CallFacts, type Template, makeTemplate } from "./template.ts";

/** Signs a person in, as anybody can in a sandbox. */
export async function signIn(url: string, userId: string): Promise<string> {
  const response = await fetch(new URL("/v1/sandbox/sessions", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userId }),
  });
  if (!response.ok) throw new Error(`Nobody could sign in: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}

export interface Recording {
  readonly request: SentRequest;
  readonly facts: CallFacts;
}

/** Makes one call to Till and records the database request that it causes before its answer. */
export async function record(
  { url, token, way }: { url: string; token: string; way: DatabaseWay },
  call: Call,
  orderId: number,
): Promise<Recording> {
  const { method, headers, path, body, expected } = tillRequests(call, url, token, single(orderId));
  const idempotencyKey = crypto.randomUUID();
  const fill = (text: string) => text.replaceAll("{orderId}", String(orderId)).replaceAll("{key}", idempotencyKey);
  const sent: SentRequest[] = [];
  way.onRequest = (request) => sent.push(request);
  const sentAt = Date.now();
  const response = await fetch(new URL(fill(path), url), {
    method,
    headers,
    ...(body !== undefined && { body: fill(body) }),
  });
  const answer = await response.text();
  way.onRequest = null;
  const [request] = sent;
  if (!response.ok || !answer.includes(expected))
    throw new Error(`orders.${call} answered ${response.status}: ${answer}`);
  if (!request) throw new Error(`orders.${call} sent nothing to the database.`);
  return { request, facts: { sentAt, idempotencyKey, ...(call === "pay" || call === "get" ? { orderId } : {}) } };
}

/** Records a call twice, on two orders, and makes the template for its replay. */
export async function recordTemplate(
  till: Parameters<typeof record>[0],
  call: Call,
  [firstOrder, secondOrder]: readonly [number, number],
): Promise<Template> {
  const first = await record(till, call, firstOrder);
  const second = await record(till, call, secondOrder);
  return makeTemplate(first.request, first.facts, second.request);
}

const single = (first: number): OrderRange => ({ first, step: 1, count: 1, serves: "again" });
