import type { CreatedTill } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";
import { UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { tillClaim } from "../src/auth/session.ts";
import { type PolicyName, policies } from "../src/policies.ts";
import type { procedure } from "../src/trpc.ts";
import { type AccessRow, type Scene, accessRows, setScene } from "./access.ts";
import { newGuestToken } from "./guest.ts";
import { claimsOf, signToken } from "./login-service.ts";
import { overMcp } from "./mcp-way.ts";
import { type RestRequest, overRest, restRequest } from "./rest-way.ts";
import { isFull } from "./rounds.ts";
import { procedureNames, routeOf } from "./route-of.ts";
import { trpcRequest } from "./trpc-request.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let other: { made: CreatedTill; staffToken: string; key: string };
beforeAll(async () => {
  till = await startTill({ withTills: true });
  const made = await till.as(null).sandbox.tills.create.mutate({});
  const staffToken = made.people.find(({ role }) => role === "staff")?.token ?? "";
  const inOther = till.withToken(staffToken, made.url);
  const { key } = await inOther.apiKeys.create.mutate({ name: "Of another till", role: "staff" });
  // Both are good where they belong.
  await inOther.orders.list.query({});
  await till.withToken(key, made.url).orders.list.query({});
  other = { made, staffToken, key };
});
afterAll(() => till.stop());

const longAgo = new Date("2020-01-01T00:00:00Z");
const otherSecret = "another-secret-that-till-never-saw-42";

const tokens = new Map<string, Promise<string>>();

/** A token that is made once, because making it takes longer than most calls. What resets the till makes them all again. */
function kept(name: string, make: () => Promise<string>): Promise<string> {
  const token = tokens.get(name) ?? make();
  tokens.set(name, token);
  return token;
}

const newKey = () => till.as(somebody("staff")).apiKeys.create.mutate({ name: "Export", role: "staff" });
const keyOfStaff = () => kept("a program of staff", async () => (await newKey()).key);
const linkOfGuest = () => kept("a guest of another order", () => newGuestToken(till));
const forged = (token: string) => token.replace(/.$/, (last) => (last === "x" ? "y" : "x"));

/** Who calls, and with what. */
const callers = {
  nobody: async () => null,
  "an expired token": ({ owner }: Scene) => signToken(claimsOf(owner, longAgo)),
  "a forged token": ({ owner }: Scene) => signToken(claimsOf(owner), otherSecret),
  "a token without a signature": async ({ owner }: Scene) =>
    new UnsecuredJWT({ ...claimsOf(owner), role: "staff" }).encode(),
  "another customer": () => kept("another customer", () => till.tokenOf(somebody())),
  "the owner": ({ owner }: Scene) => till.tokenOf(owner),
  staff: () => kept("staff", () => till.tokenOf(somebody("staff"))),
  "a program of staff": keyOfStaff,
  "a revoked key": () =>
    kept("a revoked key", async () => {
      const { id, key } = await newKey();
      await till.as(somebody("staff")).apiKeys.revoke.mutate({ id });
      return key;
    }),
  "a forged key": async () => forged(await keyOfStaff()),
  "a guest of another order": linkOfGuest,
  "a forged guest link": async () => forged(await linkOfGuest()),
  "the owner, with a token for another till": ({ owner }: Scene) =>
    signToken({ ...claimsOf(owner), [tillClaim]: other.made.id }),
  "staff of another till": async () => other.staffToken,
  "a key of another till": async () => other.key,
} satisfies Record<string, (scene: Scene) => Promise<string | null>>;

type CallerName = keyof typeof callers;

/** Those whose token alone shows that it is none of the till's. */
const withoutGoodToken: ReadonlySet<CallerName> = new Set<CallerName>([
  "an expired token",
  "a forged token",
  "a token without a signature",
  "the owner, with a token for another till",
  "staff of another till",
]);

/** Those whose key only the database knows not to be valid. */
const withoutGoodKey: ReadonlySet<CallerName> = new Set<CallerName>([
  "a revoked key",
  "a forged key",
  "a key of another till",
  "a forged guest link",
]);

/** What anybody may call, and what asks the database who calls. */
const asksWhoCalls: ReadonlySet<string> = new Set(["auth.me", "orders.quote"]);

/** One of each kind. They use every way. */
const someCallers: readonly CallerName[] = [
  "nobody",
  "a forged token",
  "the owner",
  "a program of staff",
  "a revoked key",
];

/**
 * A route and a tool ask the guard that tRPC asks. So all callers use tRPC, and where time is short, one in five of the
 * less usual callers uses a route or a tool, another one for each procedure.
 */
function callersOver(way: string, index: number): readonly CallerName[] {
  const all = Object.keys(callers) as CallerName[];
  if (way === "tRPC" || isFull) return all;
  const others = all.filter((name) => !someCallers.includes(name));
  return [...someCallers, ...others.filter((_, place) => place % 5 === index % 5)];
}

/** What the policy and the row of a procedure say that a caller is answered. */
function expected(
  way: string,
  path: string,
  caller: CallerName,
  policyName: PolicyName,
  { owner = "done", stranger = owner, staff = "done" }: AccessRow,
) {
  const policy = policies[policyName];
  // An agent has one token for all of its calls. It is told as soon as anybody knows that the token is not accepted.
  if (way === "MCP" && withoutGoodToken.has(caller)) return "UNAUTHENTICATED";
  if (way === "MCP" && asksWhoCalls.has(path) && withoutGoodKey.has(caller)) return "UNAUTHENTICATED";
  if (policy.roles === null) return staff;
  const roles: readonly string[] = policy.roles;
  switch (caller) {
    case "the owner":
      return roles.includes("customer") ? owner : "FORBIDDEN";
    case "another customer":
      return roles.includes("customer") ? stranger : "FORBIDDEN";
    case "staff":
      return roles.includes("staff") ? staff : "FORBIDDEN";
    case "a program of staff":
      return roles.includes("staff") && !policy.isForPeople ? staff : "FORBIDDEN";
    case "a guest of another order":
      return policy.isForGuests ? stranger : "FORBIDDEN";
    case "a forged guest link":
      return policy.isForGuests ? "UNAUTHENTICATED" : "FORBIDDEN";
    case "a revoked key":
    case "a forged key":
    case "a key of another till":
      // What a key says of itself is enough to refuse it.
      return roles.includes("staff") && !policy.isForPeople ? "UNAUTHENTICATED" : "FORBIDDEN";
    default:
      return "UNAUTHENTICATED";
  }
}

/** The ways in which a procedure can be called. */
const ways = { tRPC: () => till, REST: () => overRest(till), MCP: () => overMcp(till) };

type Fields = Readonly<Record<string, unknown>>;

type Call = (input: unknown) => Promise<unknown>;

async function call(way: Till, path: string, input: unknown, token: string | null): Promise<string> {
  const client: unknown = way.withToken(async () => token);
  const procedure = path.split(".").reduce((inner, name) => (inner as Record<string, unknown>)[name], client);
  const { query, mutate } = procedure as { query: Call; mutate: Call };
  return (routeOf(path).type === "query" ? query : mutate)(input).then(
    () => "done",
    (error: unknown) => {
      if (!(error instanceof TRPCClientError)) throw error;
      return (error.data as { refusal: { code: string } | null }).refusal?.code ?? "a fault";
    },
  );
}

test("no procedure can be built without a policy", () => {
  type Meta = Parameters<typeof procedure>[0];
  expectTypeOf<{ route: "GET /v1/x"; summary: string; policy: "staff" }>().toExtend<Meta>();
  expectTypeOf<{ route: "GET /v1/x"; summary: string }>().not.toExtend<Meta>();
});

test("every procedure has its row", () => {
  expect(Object.keys(accessRows).toSorted()).toEqual(procedureNames.toSorted());
});

const cases = Object.entries(ways).flatMap(([way, on]) =>
  Object.entries(accessRows).map(([path, row], index) => ({ way, on, path, row, index })),
);

test.each(cases)("$path over $way answers each caller as its policy says", async ({ way, on, path, row, index }) => {
  const { meta } = routeOf(path);
  const answers: Record<string, string> = {};
  const expectedAnswers: Record<string, string> = {};
  let scene = setScene(till);
  for (const name of callersOver(way, index)) {
    answers[name] = await call(on(), path, await row.input(scene), await callers[name](scene));
    expectedAnswers[name] = expected(way, path, name, meta.policy, row);
    // What was done can't be done again.
    if (routeOf(path).type === "mutation" && answers[name] === "done") scene = setScene(till);
    if (path === "sandbox.reset" && answers[name] === "done") tokens.clear();
  }
  expect(answers).toEqual(expectedAnswers);
});

/** Calls about one thing: that of another customer, and one that does not exist. */
const aboutOne: Record<string, (id: number, paymentId: string) => Fields> = {
  "notifications.get": (id) => ({ id }),
  "orders.cancel": (id) => ({ id }),
  "orders.confirm": (id, paymentId) => ({ id, paymentId, outcome: "COMPLETE" }),
  "orders.get": (id) => ({ id }),
  "orders.pay": (id) => ({ id }),
  "orders.timeline": (id) => ({ id }),
};

test("every call of a customer about one thing is compared below", () => {
  const about = Object.entries(accessRows).filter(([, { stranger }]) => stranger?.endsWith("_NOT_FOUND"));
  expect(about.map(([path]) => path).toSorted()).toEqual(Object.keys(aboutOne).toSorted());
});

/** A call as it is sent over each way. */
const requests = {
  tRPC: (path: string, input: Fields): RestRequest => trpcRequest(path, JSON.stringify(input)),
  REST: (path: string, input: Fields): RestRequest => restRequest(routeOf(path), input),
};

const comparisons = Object.entries(requests).flatMap(([way, requestOf]) =>
  Object.entries(aboutOne).map(([path, inputOf]) => ({ way, requestOf, path, inputOf })),
);

test.each(comparisons)(
  "$path over $way, of another customer, answers exactly as one that does not exist",
  async ({ requestOf, path, inputOf }) => {
    const { waiting, message } = setScene(till);
    const { id: waitingId, paymentId } = await waiting();
    const authorization = `Bearer ${await till.tokenOf(somebody())}`;
    const ask = async (id: number) => {
      const { path: address, init } = requestOf(path, inputOf(id, paymentId));
      const response = await till.request(address, { ...init, headers: { ...init.headers, authorization } });
      const body = (await response.text())
        .replace(/"requestId":"[\w-]+"/, "")
        .replaceAll(new RegExp(String.raw`\b${id}\b`, "g"), "<id>");
      const headers = [...response.headers].filter(([name]) => name !== "x-request-id" && name !== "content-length");
      return { status: response.status, body, headers };
    };
    const existing = path === "notifications.get" ? (await message()).id : waitingId;
    expect(await ask(existing)).toEqual(await ask(987_654_321));
  },
);
