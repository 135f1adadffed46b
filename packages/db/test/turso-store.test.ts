import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { TransientFault } from "../src/database/faults.ts";
import { NoSuchTill, openTillStore } from "../src/tills/store.ts";

const organization = "acme";
const group = "shops";
const platformToken = "token-of-the-platform";

/** What the platform API is asked to make a database from. */
interface Asked {
  readonly name: string;
  readonly group: string;
  readonly seed?: { readonly type: string; readonly name: string };
}

/**
 * Stands in for Turso's platform API (https://docs.turso.tech/api-reference): it keeps the names of databases and answers
 * with the API's statuses. `broken` answers everything instead.
 */
async function startPlatform(broken?: { status: number; body: string }) {
  const names = new Set<string>();
  const asked: Asked[] = [];
  const databases = `/v1/organizations/${organization}/databases`;
  const answer = async (method: string, path: string, body: () => Promise<unknown>): Promise<[number, object]> => {
    if (method === "POST" && path === databases) {
      const wanted = (await body()) as Asked;
      asked.push(wanted);
      if (wanted.seed && !names.has(wanted.seed.name)) return [404, { error: "seed database not found" }];
      if (names.has(wanted.name)) return [409, { error: `database with name ${wanted.name} already exists` }];
      names.add(wanted.name);
      return [200, { database: { DbId: "1", Hostname: `${wanted.name}-acme.turso.io`, Name: wanted.name } }];
    }
    const name = path.slice(`${databases}/`.length);
    if (method !== "DELETE" || !path.startsWith(`${databases}/`)) return [405, { error: "not here" }];
    return names.delete(name) ? [200, { database: name }] : [404, { error: `could not find database ${name}` }];
  };
  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", url = "", headers } = request;
      if (broken) return response.writeHead(broken.status).end(broken.body);
      const isKnown = headers.authorization === `Bearer ${platformToken}`;
      const [status, body] = isKnown ? await answer(method, url, () => json(request)) : [401, { error: "who?" }];
      return response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { names, asked, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/` };
}

const storeAt = (apiUrl: string, url = "libsql://{till}-acme.turso.io", token = platformToken) =>
  openTillStore({ url }, { organization, group, platformToken: token, apiUrl }, fetch);

test("a database is made in the group, and one that is there already stays", async () => {
  const { names, asked, apiUrl } = await startPlatform();
  const store = storeAt(apiUrl);
  await store.create("k3v9");
  await store.create("k3v9");
  expect([...names]).toEqual(["k3v9"]);
  expect(asked).toEqual([
    { name: "k3v9", group },
    { name: "k3v9", group },
  ]);
});

test("a fork is a database with its source as its seed", async () => {
  const { names, asked, apiUrl } = await startPlatform();
  const store = storeAt(apiUrl);
  await store.create("template");
  await store.fork("template", "k3v9");
  expect([...names]).toEqual(["template", "k3v9"]);
  expect(asked[1]).toEqual({ name: "k3v9", group, seed: { type: "database", name: "template" } });
});

test("a fork of a till that does not exist makes nothing and says so; nor does one onto another till", async () => {
  const { names, apiUrl } = await startPlatform();
  const store = storeAt(apiUrl);
  await store.create("one");
  await store.create("two");
  await expect(store.fork("nobody", "k3v9")).rejects.toBeInstanceOf(NoSuchTill);
  await expect(store.fork("one", "two")).rejects.toThrow("already exists");
  expect([...names]).toEqual(["one", "two"]);
});

test("a database is deleted; without one nothing happens", async () => {
  const { names, apiUrl } = await startPlatform();
  const store = storeAt(apiUrl);
  await store.create("one");
  await store.create("two");
  await store.remove("one");
  await store.remove("one");
  expect([...names]).toEqual(["two"]);
});

test.each([
  ["libsql://{till}-acme.turso.io", "shop", "shop"],
  ["libsql://{till}-acme.aws-eu-west-1.turso.io", "shop", "shop"],
  ["https://{till}-acme.turso.io", "shop", "shop"],
  ["libsql://{till}.tills.example", "shop", "shop"],
  ["libsql://till-{till}-acme.turso.io", "shop", "till-shop"],
  // A till that is named like the organization is no other till.
  ["libsql://{till}-acme.turso.io", "shop-acme", "shop-acme"],
  ["libsql://{till}.tills.example", "shop-acme", "shop-acme"],
])("at %s the database of %s is %s", async (url, till, name) => {
  const { names, apiUrl } = await startPlatform();
  const store = storeAt(apiUrl, url);
  await store.create(till);
  expect([...names]).toEqual([name]);
  await store.remove(till);
  expect([...names]).toEqual([]);
});

test("a refused token is a fault that does not pass", async () => {
  const { apiUrl } = await startPlatform();
  const store = storeAt(apiUrl, undefined, "another-token");
  for (const act of [() => store.create("a"), () => store.fork("a", "b"), () => store.remove("a")])
    await expect(act()).rejects.toMatchObject({ name: "TursoClientError", status: 401 });
});

test.each([
  ["overloaded", { status: 429, body: '{"error":"too many requests"}' }],
  ["broken", { status: 500, body: '{"error":"internal"}' }],
  ["behind a broken gateway", { status: 502, body: "<html>Bad Gateway</html>" }],
])("a platform that is %s is a fault that may pass", async (_what, broken) => {
  const store = storeAt((await startPlatform(broken)).apiUrl);
  for (const act of [() => store.create("a"), () => store.fork("a", "b"), () => store.remove("a")])
    await expect(act()).rejects.toBeInstanceOf(TransientFault);
});

test("a platform that is not there is a fault that may pass", async () => {
  await expect(storeAt("http://127.0.0.1:1/v1/").create("a")).rejects.toBeInstanceOf(TransientFault);
});
