import type { JsonSchemaType } from "@modelcontextprotocol/client";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/client/validators/ajv";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Refusal, limits } from "@till/contracts";
import { policies } from "../src/policies.ts";
import { routes } from "../src/rest/routes.ts";
import { callAs, connectInProcess } from "./agent.ts";
import { newGuestToken } from "./guest.ts";
import { askMcp, toolCall } from "./mcp-way.ts";
import { trpcRequest } from "./trpc-request.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let live: Till;
beforeAll(async () => {
  [till, live] = await Promise.all([
    startTill({ withTills: true, variables: { CORS_ORIGINS: "https://shop.example" } }),
    startTill({ variables: { SANDBOX: "off", MCP: "on" }, isMarked: false }),
  ]);
});
afterAll(() => Promise.all([till.stop(), live.stop()]));

const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

/** Reads a schema of a tool as the client library does. */
const validator = (schema: unknown) => new AjvJsonSchemaValidator().getValidator(schema as JsonSchemaType);

/** The tools that are listed for a token. */
async function toolsOf(on: Till, token: string | null) {
  const client = await connectInProcess(on, token);
  return (await client.listTools()).tools;
}

/** Their names, sorted. */
const seenBy = async (on: Till, token: string | null) => (await toolsOf(on, token)).map(({ name }) => name).toSorted();

/** The tools of the procedures with these policies, or of all. */
const namesOf = (...names: readonly string[]) =>
  routes
    .filter(({ meta: { policy } }) => names.length === 0 || names.includes(policy))
    .map(({ name }) => name.replaceAll(".", "_"));

const only = (...shown: readonly string[]) => namesOf(...shown).toSorted();

test("each caller sees the tools that they may call", async () => {
  const { key } = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "An agent", role: "staff" });
  const all = Object.keys(policies);
  const but = (...hidden: readonly string[]) => only(...all.filter((name) => !hidden.includes(name)));
  expect(await seenBy(till, null)).toEqual(only("public", "sandbox"));
  expect(await seenBy(till, await newGuestToken(till))).toEqual(only("public", "sandbox", "owner", "ownerOrStaff"));
  expect(await seenBy(till, await till.tokenOf(somebody()))).toEqual(but("staff", "staffInPerson", "sandboxStaff"));
  expect(await seenBy(till, await till.tokenOf(somebody("staff")))).toEqual(but("owner"));
  expect(await seenBy(till, key)).toEqual(but("owner", "staffInPerson"));
  expect(await seenBy(live, await live.tokenOf(somebody()))).toEqual(
    only("public", "buyer", "owner", "ownerOrStaff", "signedIn"),
  );
});

test("every tool has a name that all clients accept, a title, who may call it, schemas of objects, and what it may do", async () => {
  const [customers, staffs] = await Promise.all([
    toolsOf(till, await till.tokenOf(somebody())),
    toolsOf(till, await till.tokenOf(somebody("staff"))),
  ]);
  const tools = new Map([...customers, ...staffs].map((tool) => [tool.name, tool]));
  expect([...tools.keys()].toSorted()).toEqual(namesOf().toSorted());
  for (const [index, name] of namesOf().entries()) {
    const { type, meta } = routes[index] ?? {};
    const tool = tools.get(name);
    expect(name).toMatch(/^[\w-]{1,64}$/);
    expect(tool).toMatchObject({
      title: meta?.summary,
      description: expect.stringContaining(`Who may call it: ${policies[meta?.policy ?? "public"].text}`),
      inputSchema: { type: "object" },
      outputSchema: { type: "object" },
      annotations: { readOnlyHint: type === "query" },
    });
    for (const schema of [tool?.inputSchema, tool?.outputSchema]) expect(() => validator(schema)).not.toThrow();
    // Models take no alternatives at the top level of an input.
    expect(Object.keys(tool?.inputSchema ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(anyOf|oneOf|allOf|\$ref)$/)]),
    );
  }
  expect(tools.get("orders_create")?.annotations).toMatchObject({ destructiveHint: false, idempotentHint: false });
  expect(tools.get("products_upsert")?.annotations).toMatchObject({ destructiveHint: true, idempotentHint: true });
});

test.each(["2025", "2026"] as const)(
  "an agent with a client of %s is declined, pays and reads the story",
  async (version) => {
    const client = await connectInProcess(till, await till.tokenOf(somebody()), { version });
    // The client checks what it is answered against the schemas of the tools.
    const { tools } = await client.listTools();
    const items = [{ productId: await till.addProduct(), quantity: 1 }];
    const { structuredContent: order } = await callAs(client, "orders_create", { items, paymentMethod: "ONLINE" });
    const { id } = order as { id: number };
    const token = "pm_card_visa_chargeDeclinedInsufficientFunds";
    const declined = await callAs(client, "orders_pay", { id, source: { token } });
    const refusal = declined.structuredContent as Refusal;
    expect(declined.isError).toBe(true);
    // The SDK's first version checks refusals, too, and throws away those that the schema of the tool does not have.
    const { outputSchema } = tools.find(({ name }) => name === "orders_pay") ?? {};
    expect(validator(outputSchema)(refusal).valid).toBe(true);
    expect(validator(outputSchema)({ order: refusal }).valid).toBe(false);
    expect(refusal).toMatchObject({ code: "PAYMENT_DECLINED", details: { orderId: id }, actions: ["pay", "cancel"] });
    expect(declined.content).toEqual([
      { type: "text", text: refusal.message },
      { type: "text", text: JSON.stringify(refusal) },
    ]);
    expect(await callAs(client, "orders_pay", { id })).toMatchObject({
      isError: false,
      structuredContent: { order: { status: "PAID" } },
    });
    const { structuredContent: story } = await callAs(client, "orders_timeline", { id });
    expect((story as { result: unknown }).result).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: "order.paid" })]),
    );
    expect((await callAs(client, "auth_me")).structuredContent).toMatchObject({
      result: { user: { role: "customer" } },
    });
  },
);

test.each<[what: string, procedure: string, input: unknown]>([
  ["a wrong input", "orders.create", { items: [{ productId: "1" }], paymentMethod: "CASH", coupon: "X" }],
  ["an order of somebody else", "orders.get", { id: 987_654_321 }],
  ["what is for staff", "orders.collect", { id: 1 }],
  ["a missing input", "orders.get", undefined],
  ["alternatives that don't go together", "orders.quote", { items: [] }],
])("the refusal of %s is that of tRPC", async (_what, procedure, input) => {
  const token = await till.tokenOf(somebody());
  const { path, init } = trpcRequest(procedure, JSON.stringify(input ?? {}));
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  const overTrpc = (await (await till.request(path, { ...init, headers })).json()) as {
    error: { data: { refusal: Refusal } };
  };
  const overMcp = (await (await askMcp(till, toolCall(procedure, input), token)).json()) as {
    result: { isError: true; structuredContent: Refusal };
  };
  expect(overMcp.result.isError).toBe(true);
  expect(overMcp.result.structuredContent).toEqual(overTrpc.error.data.refusal);
});

test("a call makes one request to the database, and a list of tools makes none", async () => {
  const token = await till.tokenOf(somebody());
  const requestsOf = async (message: unknown) => {
    await till.settled();
    const before = till.world.databaseRequests;
    expect((await askMcp(till, message, token)).status).toBe(200);
    return till.world.databaseRequestsAtResponse - before;
  };
  expect(await requestsOf(list)).toBe(0);
  expect(await requestsOf(toolCall("orders.list", {}))).toBe(1);
});

test("a token that is not accepted is a 401 with the reason, also where the database must say so", async () => {
  const { id, key } = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "An agent", role: "staff" });
  await till.as(somebody("staff")).apiKeys.revoke.mutate({ id });
  for (const [token, message, problem] of [
    ["not-a-token", list, "MALFORMED"],
    [key, toolCall("orders.list", {}), "API_KEY_REJECTED"],
  ] as const) {
    const response = await askMcp(till, message, token);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer error="invalid_token"/);
    expect(await response.json()).toMatchObject({ code: "UNAUTHENTICATED", details: { problem } });
  }
});

test("a till of the sandbox has its own agents, by its path and by its header", async () => {
  const made = await till.as(null).sandbox.tills.create.mutate({});
  const token = made.people.find(({ id }) => id === "usr_asha")?.token ?? "";
  const { pathname } = new URL(made.url);
  for (const options of [{ baseUrl: `http://till.test${pathname}` }, { header: { Till: made.id } }]) {
    const client = await connectInProcess(till, token, options);
    const { structuredContent } = await callAs(client, "sandbox_clock_get");
    expect(structuredContent).toMatchObject({ mode: "real" });
  }
  // The token is for that till only.
  expect((await askMcp(till, list, token)).status).toBe(401);
});

test("a fault that is armed for a procedure acts on its tool, and names the order that the tool is about or has made", async () => {
  const made = await till.as(null).sandbox.tills.create.mutate({});
  const [asha, meera] = ["usr_asha", "usr_meera"].map((name) => made.people.find(({ id }) => id === name)?.token ?? "");
  const staff = till.withToken(meera ?? "", made.url);
  const { id } = await till
    .withToken(asha ?? "", made.url)
    .orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  await staff.sandbox.faults.arm.mutate({ procedure: "orders.pay", fault: "status", status: 503 });
  const pay = () => askMcp(till, toolCall("orders.pay", { id }), asha ?? "", { Till: made.id });
  expect((await pay()).status).toBe(503);
  expect(await (await pay()).json()).toMatchObject({ result: { structuredContent: { order: { status: "PAID" } } } });
  expect((await staff.orders.dossier.query({ id })).faults).toMatchObject([
    { procedure: "orders.pay", fault: "status" },
  ]);

  await staff.sandbox.faults.arm.mutate({ procedure: "orders.create", fault: "delay", delayMs: 1 });
  const create = toolCall("orders.create", { items: [{ productId: 1, quantity: 1 }], paymentMethod: "COD" });
  const answer = await (await askMcp(till, create, asha ?? "", { Till: made.id })).json();
  const { id: placed } = (answer as { result: { structuredContent: { id: number } } }).result.structuredContent;
  expect((await staff.orders.dossier.query({ id: placed })).faults).toMatchObject([{ procedure: "orders.create" }]);
});

test.each([
  ["https://evil.example", 403],
  ["http://till.test", 403],
  ["null", 403],
  ["https://shop.example", 200],
  ["http://localhost:6274", 200],
])("a page of %s is answered %i", async (origin, status) => {
  const response = await askMcp(till, list, null, { origin });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe(status === 200 ? origin : null);
});

test("pages that may call may send the headers of the protocol, and no cache keeps an answer", async () => {
  const origin = "https://shop.example";
  const asked = { "access-control-request-method": "POST", "access-control-request-headers": "mcp-protocol-version" };
  const preflight = await till.request("http://till.test/mcp", { method: "OPTIONS", headers: { origin, ...asked } });
  for (const header of ["Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name", "Authorization"])
    expect(preflight.headers.get("access-control-allow-headers")).toContain(header);
  expect((await askMcp(till, list, null, { origin })).headers.get("cache-control")).toBe("no-store");
});

test("nobody can keep a stream of changes open, because the tools of a caller don't change", async () => {
  const client = await connectInProcess(till, null);
  await expect(client.listen({ toolsListChanged: true })).rejects.toThrow("Subscription limit reached");
});

test("Till's own pages may call a live shop, and those of this machine may not", async () => {
  expect((await askMcp(live, list, null, { origin: "https://till.test" })).status).toBe(200);
  expect((await askMcp(live, list, null, { origin: "http://localhost:6274" })).status).toBe(403);
});

test("where MCP is off, which it is without a sandbox, the answer says what to set", async () => {
  const closed = await startTill({ variables: { SANDBOX: "off" }, isMarked: false });
  const switchedOff = await startTill({ variables: { MCP: "off" } });
  for (const one of [closed, switchedOff]) {
    const response = await askMcp(one, list, null);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "NOT_FOUND",
      detail: "Till serves no agents here. To serve them, set MCP to `on`.",
    });
    await one.stop();
  }
});

test("what is no message is refused with a problem that says what would be right", async () => {
  const refusalOf = async (body: string) => {
    const response = await askMcp(till, body, null);
    return [response.status, ((await response.json()) as { detail: string }).detail];
  };
  expect(await refusalOf("{")).toEqual([400, "The input must be valid JSON."]);
  expect(await refusalOf(JSON.stringify([list]))).toEqual([400, "The input must be one JSON-RPC message."]);
  expect((await refusalOf(JSON.stringify({ text: "x".repeat(limits.bodyBytes) })))[0]).toBe(413);
  const get = await till.request("http://till.test/mcp");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  const unknown = await askMcp(till, toolCall("orders.steal", {}), null);
  expect(await unknown.json()).toMatchObject({ error: { code: -32_602, message: "There is no tool orders_steal." } });
});

test("an unexpected fault is a result without details, and one line in the log", async () => {
  const lines: string[] = [];
  const logged = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  till.world.fetch = async () => new Response('{"error":"secret detail of the database"}', { status: 400 });
  const response = await askMcp(till, toolCall("products.list", {}), null);
  till.world.fetch = fetch;
  logged.mockRestore();
  const requestId = response.headers.get("x-request-id");
  const text = `Something went wrong in Till. Please report it with the request id ${requestId}.`;
  expect(((await response.json()) as { result: unknown }).result).toEqual({
    isError: true,
    content: [{ type: "text", text }],
  });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: "error", requestId, procedure: "products.list", databaseRequests: 1 },
  ]);
});
