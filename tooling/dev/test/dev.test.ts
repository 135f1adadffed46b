import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { eventually, freePort, scratchDir } from "@till/cli/testing";
import { createNamespace, startLibsql } from "@till/libsql-local";
import { expect, onTestFinished, test } from "vitest";
import { mutate, query } from "./api-call.ts";
import { type Address, runSql } from "./run-sql.ts";
import { type DevSession, PATIENCE_MS, startDev } from "./dev-session.ts";
import { descendants, survivors, type Process } from "./processes.ts";

// A session is up in three seconds of a whole core, so few sessions see everything.

test(
  "says what a person needs and no secret, does what is due by itself, and brings its database back; Ctrl-C leaves no process behind",
  { timeout: 2 * PATIENCE_MS },
  async () => {
    const stateDir = await scratchDir();
    const session = await startDev(stateDir);
    await session.ready();
    const started = await descendants(session.pid);
    expect(started.map(({ name }) => name)).toEqual(expect.arrayContaining(["sqld", "workerd", "esbuild"]));
    expect(session.output()).toContain(session.url);
    expect(session.output()).toMatch(/asha@example\.com +customer/);
    expect(session.output()).toMatch(/4000 0000 0000 9995 .*insufficient funds/);
    const secret = (await readFile(join(stateDir, "auth-secret"), "utf8")).trim();

    await cancelsWhatIsNotPaid(session);
    await sendsAgainWhatFailed(session);
    await bringsItsDatabaseBack(session);

    const family = await descendants(session.pid);
    session.kill("SIGINT");
    session.kill("SIGINT"); // pnpm hands on what the terminal has sent already
    expect(await session.ended).toEqual([0, null]);
    expect(await survivors([...started, ...family])).toEqual([]);
    expect(session.output()).not.toContain(secret);
    expect(session.output()).not.toContain("cdn-cgi");
  },
);

const basket = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" };

/** Signs a customer in. */
const asha = async (url: string) => String((await mutate(url, "sandbox.signIn", "", { userId: "usr_asha" }))["token"]);

async function cancelsWhatIsNotPaid(session: DevSession): Promise<void> {
  const token = await asha(session.url);
  const { id } = await mutate(session.url, "orders.create", token, basket);
  const soon = new Date(Date.now() + 1_000).toISOString();
  await runSql(await session.database(), `UPDATE orders SET expires_at = '${soon}' WHERE id = ${String(id)}`);
  const statusOf = async () => (await query(session.url, "orders.get", token, { id }))["status"];
  await eventually(
    () => "the order is cancelled",
    async () => (await statusOf()) === "CANCELLED",
    PATIENCE_MS / 4,
  );
}

async function sendsAgainWhatFailed(session: DevSession): Promise<void> {
  const token = await asha(session.url);
  await mutate(session.url, "sandbox.failMessages", "", { channel: "EMAIL", failNext: 1 });
  const { id } = await mutate(session.url, "orders.create", token, basket);
  await mutate(session.url, "orders.pay", token, { id });
  await session.prints("The sandbox was told to fail this message.");
  await session.prints(`[EMAIL MOCK] To: asha@example.com, Subject: Order Confirmed, Body: Your order #${String(id)}`);
}

async function bringsItsDatabaseBack(session: DevSession): Promise<void> {
  const token = await asha(session.url);
  const { id } = await mutate(session.url, "orders.create", token, basket);
  const victim = childOf(session.pid, await descendants(session.pid), (name) => name.includes("sqld"));
  process.kill(victim.pid, "SIGKILL");
  await session.prints("The database is back, with its data.");
  expect(session.output()).toContain("The database server has ended by itself (SIGKILL).");
  expect(await query(session.url, "orders.get", token, { id })).toMatchObject({ id, status: "PENDING" });
}

test(
  "kill -9 leaves no process behind, and the next session has the same tills, orders and newest schema; what is due in a till is done by itself",
  { timeout: 3 * PATIENCE_MS },
  async () => {
    const stateDir = await scratchDir();
    const first = await startDev(stateDir);
    await first.ready();
    const family = await descendants(first.pid);
    const made = await mutate(first.url, "sandbox.tills.create", "", {});
    const till = { id: String(made["id"]), token: String((made["people"] as { token: string }[])[0]?.token) };
    const { id } = await mutate(String(made["url"]), "orders.create", till.token, basket);
    const { url, authToken } = await first.database();
    const inTill = { url: `${url}/${till.id}`, authToken };
    const soon = new Date(Date.now() + 1_000).toISOString();
    await runSql(inTill, `UPDATE orders SET expires_at = '${soon}'`);
    await runSql({ url, authToken }, `UPDATE tills SET next_due_at = '${soon}' WHERE id = '${till.id}'`);
    // The database is asked: a request to the till must not be what sets its work off.
    await eventually(
      () => "the order is cancelled",
      async () => (await runSql(inTill, "SELECT status FROM orders"))[0]?.[0] === "CANCELLED",
      PATIENCE_MS / 4,
    );
    const token = await asha(first.url);
    const { id: paidId } = await mutate(first.url, "orders.create", token, basket);
    await mutate(first.url, "orders.pay", token, { id: paidId });
    await first.prints(`[EMAIL MOCK] To: asha@example.com, Subject: Order Confirmed`);

    first.kill("SIGKILL");

    await eventually(
      () => "its processes are gone",
      async () => (await survivors(family)).length === 0,
      PATIENCE_MS / 6,
    );
    await addUnmigratedTill(stateDir, "old");
    const second = await startDev(stateDir);
    await second.ready();
    expect(await query(second.url, "orders.get", token, { id: paidId })).toMatchObject({ id: paidId, status: "PAID" });
    const there = await query(`${second.url}/t/${till.id}`, "orders.get", till.token, { id });
    expect(there).toMatchObject({ id, status: "CANCELLED" });
    expect(await query(`${second.url}/t/old`, "products.list", "", {})).toMatchObject({ items: [] });
    expect(second.output()).not.toContain("could not be migrated");
    second.kill("SIGTERM");
    expect(await second.ended).toEqual([143, null]);
  },
);

/** Adds a till without a schema to a folder that no session uses, as a session of a version before would have left it. */
async function addUnmigratedTill(stateDir: string, id: string): Promise<void> {
  const server = await startLibsql({ dataDir: join(stateDir, "database") });
  try {
    await createNamespace(server, id);
    await runSql(
      server,
      `INSERT INTO tills (id, name, state, created_at, changed_at, swept_at, expires_at) SELECT '${id}', name, state,
        created_at, changed_at, swept_at, expires_at FROM tills`,
    );
  } finally {
    await server.stop();
  }
}

const databaseIs = ({ url, authToken }: Address) => ({
  TILL_DEV_DATABASE_URL: url,
  TILL_DEV_DATABASE_AUTH_TOKEN: authToken,
});

test(
  "a database that the environment names is used instead of the local one; without the sandbox nobody is signed in",
  { timeout: PATIENCE_MS },
  async () => {
    const remote = await startLibsql();
    onTestFinished(() => remote.stop());

    const session = await startDev(await scratchDir(), { ...databaseIs(remote), SANDBOX: "off" });

    await session.ready();
    expect((await descendants(session.pid)).map(({ name }) => name)).not.toContain("sqld");
    expect(session.output()).toContain(`Database: ${new URL(remote.url).host}`);
    expect(session.output()).not.toContain("Demo people");
  },
);

test(
  "the settings of the Worker are read, a real shop's database is left as it is, and when wrangler dies, dev says so and ends the database",
  { timeout: PATIENCE_MS },
  async () => {
    const shop = await startLibsql();
    onTestFinished(() => shop.stop());
    await runSql(shop, "CREATE TABLE orders (id INTEGER)");
    const refused = await startDev(await scratchDir(), databaseIs(shop));
    expect(await refused.ended).toEqual([1, null]);
    expect(refused.output()).toContain("It has data and is not marked as a sandbox's, so nothing was changed.");

    const origin = "https://shop.example";
    const settings = { CORS_ORIGINS: origin, ORDER_TTL_MINUTES: "1", TILLS: "single" };
    const session = await startDev(await scratchDir(), { DATABASE_URL: shop.url, ...settings });
    await session.ready();
    expect(session.output()).toContain("DATABASE_URL is set, and not used here");
    expect(await runSql(shop, "SELECT name FROM sqlite_master")).toEqual([["orders"]]);
    const { headers } = await fetch(`${session.url}/v1/products`, { headers: { origin } });
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    const { createdAt, expiresAt } = await mutate(session.url, "orders.create", await asha(session.url), basket);
    expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(60_000);
    await expect(mutate(session.url, "sandbox.tills.create", "", {})).rejects.toThrow("There is only one till here.");
    expect((await fetch(`${session.url}/t/template/v1/products`)).status).toBe(404);

    const family = await descendants(session.pid);
    process.kill(childOf(session.pid, family, (name) => !name.includes("sqld")).pid, "SIGKILL");

    expect(await session.ended).toEqual([1, null]);
    expect(session.output()).toContain("wrangler has ended by itself.");
    expect(await survivors(family)).toEqual([]);
  },
);

function childOf(parent: number, family: readonly Process[], isIt: (name: string) => boolean): Process {
  const child = family.find((process) => process.parent === parent && isIt(process.name));
  if (!child) throw new Error(`It is not among ${JSON.stringify(family)}.`);
  return child;
}

test("Ctrl-C during the start leaves no process behind", { timeout: PATIENCE_MS }, async () => {
  const session = await startDev(await scratchDir());
  await session.prints("Schema and demo data");
  await eventually(
    () => "wrangler is being started",
    async () => (await descendants(session.pid)).some(({ name }) => name === "esbuild"),
    PATIENCE_MS / 6,
  );
  const family = await descendants(session.pid);

  session.kill("SIGINT");

  expect(await session.ended).toEqual([0, null]);
  expect(await survivors(family)).toEqual([]);
});

test("a port in use is one clear sentence", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;

  const session = await startDev(await scratchDir(), { PORT: String(port) });

  expect(await session.ended).toEqual([1, null]);
  expect(session.output().trim()).toBe(
    `Port ${port} is in use, perhaps by Till itself. Stop the program that listens there, or choose another port: ` +
      `PORT=${port + 1} npx pnpm@10 dev`,
  );
});

test("a database that can't be reached is one clear sentence, which names it and hides its token", async () => {
  const env = {
    TILL_DEV_DATABASE_URL: `http://127.0.0.1:${await freePort()}`,
    TILL_DEV_DATABASE_AUTH_TOKEN: "tell-nobody",
  };

  const session = await startDev(await scratchDir(), env);

  expect(await session.ended).toEqual([1, null]);
  expect(session.output()).toContain(`The database could not be prepared (${new URL(env.TILL_DEV_DATABASE_URL).host})`);
  expect(session.output()).not.toContain("tell-nobody");
});
