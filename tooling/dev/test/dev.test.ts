import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { startLibsql } from "@till/libsql-local";
import { expect, onTestFinished, test } from "vitest";
import { mutate, query } from "./api-call.ts";
import { freePort, PATIENCE_MS, startDev } from "./dev-session.ts";
import { eventually } from "./eventually.ts";
import { descendants, survivors, type Process } from "./processes.ts";
import { scratchDir } from "./scratch.ts";

test("says what a person needs, and no secret; Ctrl-C leaves no process behind", { timeout: PATIENCE_MS }, async () => {
  const stateDir = await scratchDir();
  const session = await startDev(stateDir);
  await session.ready();
  const family = await descendants(session.pid);
  expect(family.map(({ name }) => name)).toEqual(expect.arrayContaining(["sqld", "workerd", "esbuild"]));

  session.kill("SIGINT");
  session.kill("SIGINT"); // pnpm hands on what the terminal has sent already

  expect(await session.ended).toEqual([0, null]);
  expect(await survivors(family)).toEqual([]);
  expect(session.output()).toContain(session.url);
  expect(session.output()).toMatch(/asha@example\.com +customer/);
  expect(session.output()).toMatch(/4000 0000 0000 9995 .*insufficient funds/);
  expect(session.output()).not.toContain((await readFile(join(stateDir, "auth-secret"), "utf8")).trim());
});

test(
  "kill -9 leaves no process behind, and the next session has the same orders",
  { timeout: PATIENCE_MS },
  async () => {
    const stateDir = await scratchDir();
    const first = await startDev(stateDir);
    await first.ready();
    const family = await descendants(first.pid);
    const token = String((await mutate(first.url, "sandbox.signIn", "", { userId: "usr_asha" }))["token"]);
    const basket = { items: [{ productId: 1, quantity: 2 }], paymentMethod: "ONLINE" };
    const { id } = await mutate(first.url, "orders.create", token, basket);
    await mutate(first.url, "orders.pay", token, { id });
    await first.prints("[EMAIL MOCK] To: asha@example.com");

    first.kill("SIGKILL");

    await eventually(
      () => "its processes are gone",
      async () => (await survivors(family)).length === 0,
      PATIENCE_MS / 6,
    );
    const second = await startDev(stateDir);
    await second.ready();
    expect(await query(second.url, "orders.get", token, { id })).toMatchObject({ id, status: "PAID" });
    second.kill("SIGTERM");
    expect(await second.ended).toEqual([143, null]);
  },
);

test("a database that the environment names is used instead of the local one", { timeout: PATIENCE_MS }, async () => {
  const remote = await startLibsql();
  onTestFinished(() => remote.stop());

  const session = await startDev(await scratchDir(), { DATABASE_URL: remote.url });

  await session.ready();
  expect((await descendants(session.pid)).map(({ name }) => name)).not.toContain("sqld");
  expect(session.output()).toContain(`Database: ${new URL(remote.url).host}`);
});

test("when wrangler dies, it says so and ends the database", { timeout: PATIENCE_MS }, async () => {
  const session = await startDev(await scratchDir());
  await session.ready();
  const family = await descendants(session.pid);

  process.kill(childOf(session.pid, family, (name) => !name.includes("sqld")).pid, "SIGKILL");

  expect(await session.ended).toEqual([1, null]);
  expect(session.output()).toContain("wrangler has ended by itself.");
  expect(await survivors(family)).toEqual([]);
});

test("when the database dies, it is started again, and the shop goes on", { timeout: PATIENCE_MS }, async () => {
  const session = await startDev(await scratchDir());
  await session.ready();
  const token = String((await mutate(session.url, "sandbox.signIn", "", { userId: "usr_asha" }))["token"]);
  const basket = { items: [{ productId: 1, quantity: 2 }], paymentMethod: "ONLINE" };
  const { id } = await mutate(session.url, "orders.create", token, basket);

  const victim = childOf(session.pid, await descendants(session.pid), (name) => name.includes("sqld"));
  process.kill(victim.pid, "SIGKILL");
  await session.prints("The database is back, with its data.");

  expect(session.output()).toContain("The database server has ended by itself (SIGKILL).");
  expect(await query(session.url, "orders.get", token, { id })).toMatchObject({ id, status: "PENDING" });
  const family = await descendants(session.pid);
  session.kill("SIGINT");
  expect(await session.ended).toEqual([0, null]);
  expect(await survivors(family)).toEqual([]);
});

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
  const env = { DATABASE_URL: `http://127.0.0.1:${await freePort()}`, DATABASE_AUTH_TOKEN: "tell-nobody" };

  const session = await startDev(await scratchDir(), env);

  expect(await session.ended).toEqual([1, null]);
  expect(session.output()).toContain(`The database could not be prepared (${new URL(env.DATABASE_URL).host})`);
  expect(session.output()).not.toContain("tell-nobody");
});
