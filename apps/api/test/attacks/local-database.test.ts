import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Till, somebody, startTill } from "../till.ts";

// A developer runs Till and has a page of evil.example open. The page knows where the local database usually listens.
// It can try all ports as well: packages/libsql-local/test/server-process.test.ts knows the one behind.

let till: Till;
let secret: string;
beforeAll(async () => {
  till = await startTill({ variables: { WEBHOOK_PRIVATE_TARGETS: "on" } });
  const endpoint = await till.as(somebody("staff")).webhooks.endpoints.create.mutate({
    url: "http://127.0.0.1:9000/",
    eventTypes: ["order.paid"],
  });
  secret = endpoint.secret;
});
afterAll(() => till.stop());

const readSecrets = JSON.stringify({
  requests: [{ type: "execute", stmt: { sql: "SELECT secret FROM webhook_endpoints" } }, { type: "close" }],
});

/** What a browser sends for `fetch(url, { method: "POST", body })` of a page: a simple request, without a preflight. */
const ofPage = {
  "content-type": "text/plain;charset=UTF-8",
  origin: "https://evil.example",
  referer: "https://evil.example/",
  "sec-fetch-site": "cross-site",
  "sec-fetch-mode": "cors",
  "sec-fetch-dest": "empty",
};

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function post(url: string, headers: OutgoingHttpHeaders, method = "POST"): Promise<Answer> {
  const sent = request(`${url}/v2/pipeline`, { method, headers }).end(method === "POST" ? readSecrets : undefined);
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

test("the query finds the secret, with the token and without a page", async () => {
  const { url, authToken } = till.connection;

  expect((await post(url, { authorization: `Bearer ${authToken}` })).body).toContain(secret);
});

test.for([
  ["sends text/plain", ofPage],
  ["hides its origin in a frame with a sandbox", { ...ofPage, origin: "null" }],
  ["has its own name point to 127.0.0.1", { "content-type": "text/plain", host: "evil.example:8790" }],
  ["has the name of a database point to 127.0.0.1", { "content-type": "text/plain", host: "default.evil.example" }],
] as const)("a page that %s reads no secret from the local database", async ([, headers]) => {
  for (const authorization of ["", `Bearer ${till.connection.authToken}`]) {
    const answer = await post(till.connection.url, { ...headers, authorization });

    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain(secret);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  }
});

test("a program without the token reads no secret either", async () => {
  const answer = await post(till.connection.url, {});

  expect(answer.status).toBe(401);
  expect(answer.body).not.toContain(secret);
});

test("a page's question whether it may send more headers is refused", async () => {
  const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "authorization" };

  const answer = await post(till.connection.url, { ...ofPage, ...preflight }, "OPTIONS");

  expect(answer).toMatchObject({ status: 403 });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test.each([
  ["GET", "/namespaces"],
  ["POST", "/namespaces/evil"],
  ["POST", "/namespaces/default/fork/evil"],
  ["DELETE", "/namespaces/default"],
  ["POST", "/default/v2/pipeline"],
])("neither a page nor a program without the token gets to %s %s", async (method, path) => {
  const ask = async (headers: OutgoingHttpHeaders) => {
    const sent = request(new URL(path, till.connection.url), { method, headers }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer) };
  };
  const authorization = `Bearer ${till.connection.authToken}`;
  expect(await ask({ ...ofPage, authorization })).toMatchObject({ status: 403 });
  expect(await ask({ authorization, host: "evil.example:8790" })).toMatchObject({ status: 403 });
  expect(await ask({})).toMatchObject({ status: 401 });
});

test.each([
  ["a path of dots", "/default/../namespaces"],
  ["an encoded slash", "/default%2fx/v2/pipeline"],
  ["an address in place of a path", "http://evil.example/v2/pipeline"],
  ["two names", "/default/default/v2/pipeline"],
  ["an empty name", "//v2/pipeline"],
  ["a name of the administration", "/namespaces/../default/v2/pipeline"],
])("%s leads to no database, not even with the token", async (_what, path) => {
  const { hostname, port } = new URL(till.connection.url);
  const headers = { authorization: `Bearer ${till.connection.authToken}` };
  const sent = request({ hostname, port, path, method: "POST", headers }).end(readSecrets);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  expect([answer.statusCode, await text(answer)]).toEqual([404, expect.not.stringContaining(secret)]);
});

test("a request that hides a second one in its body is one request, or none", async () => {
  const { hostname, port } = new URL(till.connection.url);
  const hidden = `POST /v2/pipeline HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${till.connection.authToken}\r\nContent-Length: ${readSecrets.length}\r\n\r\n${readSecrets}`;
  const socket = connect({ host: hostname, port: Number(port) });
  socket.end(
    `POST /v2/pipeline HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  );
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toContain(secret);
});
