import type { Refusal } from "@till/contracts";
import { type OperationResultEnvelope, TRPCClientError, createTRPCClient } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../src/router.ts";
import type { Route } from "../src/rest/routes.ts";
import { hasBody, keyField } from "../src/rest/input.ts";
import { fieldOf, placeholders } from "../src/rest/operation.ts";
import type { Problem } from "../src/rest/problem.ts";
import { expectDocumented } from "./rest-document.ts";
import { routeOf } from "./route-of.ts";
import type { Till } from "./till.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A request to a route. */
export interface RestRequest {
  readonly path: string;
  readonly init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
}

/** The request that carries the input of a procedure to its route. */
export function restRequest(route: Route, input: Fields = {}): RestRequest {
  const names = placeholders(route.path);
  const inPath = new Set(names.map((name) => fieldOf(route.meta, name)));
  const path = names.reduce(
    (text, name) => text.replace(`{${name}}`, encodeURIComponent(String(input[fieldOf(route.meta, name)]))),
    route.path,
  );
  const rest = Object.entries(input).filter(([name, value]) => !inPath.has(name) && value !== undefined);
  const { method } = route;
  if (!hasBody(route)) {
    const query = new URLSearchParams(
      Object.fromEntries(rest.map(([name, value]) => [name, String(value)])),
    ).toString();
    return { path: query === "" ? path : `${path}?${query}`, init: { method, headers: {} } };
  }
  const key = input[keyField];
  const headers = { "content-type": "application/json", ...(typeof key === "string" && { "idempotency-key": key }) };
  const body = JSON.stringify(Object.fromEntries(rest.filter(([name]) => name !== keyField)));
  return { path, init: { method, headers, body } };
}

/** Sends a request to a route, and fails the test if the answer is not what the document says. */
export async function askRest(till: Till, { path, init }: RestRequest, token: string | null): Promise<Response> {
  const headers = { ...init.headers, ...(token !== null && { authorization: `Bearer ${token}` }) };
  const response = await till.request(`http://till.test${path}`, { ...init, headers });
  await expectDocumented({ method: init.method, path }, response);
  return response;
}

/** A Till whose typed clients speak REST, so that what is tested of procedures is tested of their routes. */
export const overRest = (till: Till): Till => ({
  ...till,
  withToken(token) {
    const ask = async (name: string, input: unknown) => {
      const bearer = typeof token === "string" ? token : await token();
      const response = await askRest(till, restRequest(routeOf(name), (input ?? {}) as Fields), bearer);
      if (!response.ok) throw toClientError((await response.json()) as Problem);
      return response.json();
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

/** What a link of tRPC answers with, once it is there. */
export const fromPromise = (answer: Promise<unknown>) =>
  observable<OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>, TRPCClientError<AppRouter>>((observer) => {
    answer.then(
      (data) => {
        observer.next({ result: { type: "data", data } });
        observer.complete();
      },
      (error: TRPCClientError<AppRouter>) => observer.error(error),
    );
  });

/** A problem as a client of tRPC knows it: a refusal, or an unexpected fault. */
export function toClientError({
  code,
  detail,
  details,
  actions,
  status,
  requestId,
}: Problem): TRPCClientError<AppRouter> {
  const refusal = code === "INTERNAL_SERVER_ERROR" ? null : ({ code, message: detail, details, actions } as Refusal);
  const shape = { message: detail, code: -32_000, data: { code, httpStatus: status, refusal, requestId } };
  return TRPCClientError.from({ error: shape } as Parameters<typeof TRPCClientError.from>[0]);
}
