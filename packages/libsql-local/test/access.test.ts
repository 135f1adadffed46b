import { once } from "node:events";
import { request, type OutgoingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLibsql, type LibsqlServer } from "../src/index.ts";

let database: LibsqlServer;
beforeAll(async () => {
  database = await startLibsql();
});
afterAll(() => database.stop());

const body = JSON.stringify({ requests: [{ type: "execute", stmt: { sql: "SELECT 42" } }, { type: "close" }] });

type Sent = { method?: string; path?: string; headers: OutgoingHttpHeaders };

/** Sends a request with the right token and with exactly these headers, as `fetch` would not. */
async function send({ method = "POST", path = "/v2/pipeline", headers }: Sent) {
  const authorization = `Bearer ${database.authToken}`;
  const sent = request(database.url, { method, path, headers: { authorization, ...headers } });
  sent.end(method === "POST" ? body : undefined);
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, headers: answer.headers, text: (await buffer(answer)).toString() };
}

test.for(["127.0.0.1:8790", "localhost:8790", "LOCALHOST", "[::1]:8790"])(
  "a request with the token to %s is answered, and no header lets a page read it",
  async (host) => {
    const answer = await send({ headers: { host } });

    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('"42"') });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  },
);

test.for(["", "Bearer", "Bearer ", "Bearer wrong", "Basic dGlsbDo=", "bearer"])(
  "a request without the right token is refused: %j",
  async (authorization) => {
    const answer = await send({ headers: { authorization } });

    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining('"UNAUTHORIZED"') });
  },
);

test.for([
  "evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example:80",
  "default.localhost",
  "0.0.0.0",
  "a@127.0.0.1",
])("a request to another host is refused: %j", async (host) => {
  const answer = await send({ headers: { host } });

  expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('"HOST_REFUSED"') });
});

test.for(["https://evil.example", "null", "http://localhost:8787", ""])(
  "a request with an Origin is refused, even with the token: %j",
  async (origin) => {
    const answer = await send({ headers: { origin } });

    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('"ORIGIN_REFUSED"') });
  },
);

test.for(["GET /health", "GET /version", "GET /", "GET /dump", "OPTIONS /v2/pipeline", "POST /v1/execute"])(
  "nothing is answered without the token: %s",
  async (route) => {
    const [method, path] = route.split(" ") as [string, string];

    expect(await send({ method, path, headers: { authorization: "" } })).toMatchObject({ status: 401 });
  },
);
