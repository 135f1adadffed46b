import { createClient } from "@libsql/client/http";
import { type LibsqlServer, startLibsql } from "@till/libsql-local";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { TransientFault } from "../src/database/faults.ts";
import { TillTaken, createShop, migrateTills, prepareTemplate } from "../src/setup/setup.ts";
import { type TillStore, openTillStore } from "../src/tills/store.ts";
import { runBin } from "./run-bin.ts";

let server: LibsqlServer;
beforeEach(async () => {
  server = await startLibsql();
  return () => server.stop();
});

const tills = () => ({ url: server.tillUrl, authToken: server.authToken });
const store = () => openTillStore(tills(), null, fetch);
const env = () => ({ DATABASE_URL: server.tillUrl, DATABASE_AUTH_TOKEN: server.authToken });

/** Asks the database of a till itself. */
async function rowsIn(till: string, sql: string) {
  const client = createClient({ url: server.tillUrl.replace("{till}", till), authToken: server.authToken });
  onTestFinished(() => client.close());
  return (await client.execute(sql)).rows.map((row) => ({ ...row }));
}

const migrationsIn = async (till: string) =>
  (await rowsIn(till, "SELECT count(*) AS n FROM __drizzle_migrations"))[0]?.["n"];

test("till create makes a shop with a key of its staff, and no second one of its id", async () => {
  const made = await runBin(["till", "create", "acme", "--name", "Acme Coffee"], env());
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toMatch(
    /^The till acme is ready, at \/t\/acme\/ of your Till\.\nAn API key of its staff, which is not shown again:\n\S{20,}\n$/,
  );
  expect(await rowsIn("default", "SELECT id, name, state, expires_at FROM tills")).toEqual([
    { id: "acme", name: "Acme Coffee", state: "READY", expires_at: null },
  ]);
  expect(await rowsIn("acme", "SELECT name, role FROM api_keys")).toEqual([{ name: "First key", role: "staff" }]);
  expect(await rowsIn("acme", "SELECT count(*) AS n FROM products")).toEqual([{ n: 0 }]);

  expect(await runBin(["till", "create", "acme"], env())).toEqual({
    code: 1,
    stdout: "",
    stderr: "There is a till acme already.\n",
  });
  expect(await rowsIn("acme", "SELECT count(*) AS n FROM api_keys")).toEqual([{ n: 1 }]);
});

test("till and db:migrate say in one sentence why they do nothing", async () => {
  const cases = [
    [
      ["till", "create", "UPPER"],
      {},
      "UPPER can't be the id of a till: use up to 32 lower-case letters, digits and hyphens.",
    ],
    [
      ["till", "create", "acme"],
      { DATABASE_URL: "http://127.0.0.1:1/" },
      "DATABASE_URL names one database: it must have {till} in it, such as libsql://{till}-you.turso.io, or http://127.0.0.1:8790/{till}/ for a local server.",
    ],
    [
      ["till", "create", "acme"],
      { DATABASE_URL: "libsql://{till}-acme.turso.io" },
      "Set TURSO_ORGANIZATION and TURSO_PLATFORM_TOKEN: the database is made with them.",
    ],
    [
      ["migrate"],
      {},
      "DATABASE_URL has {till} in it and names no single database. Put an id there, such as default, or use db:migrate --all.",
    ],
  ] as const;
  const said = await Promise.all(cases.map(([args, variables]) => runBin(args, { ...env(), ...variables })));
  expect(said).toEqual(cases.map(([, , sentence]) => ({ code: 1, stdout: "", stderr: `${sentence}\n` })));
});

test("the default till is no shop", async () => {
  await expect(createShop(tills(), store(), { id: "default", name: "x" })).rejects.toBeInstanceOf(TillTaken);
});

test("a shop that could not be made is made by the next try, and only once", async () => {
  const cut: TillStore = {
    ...store(),
    create: (till) => (till === "acme" ? Promise.reject(new TransientFault("cut")) : store().create(till)),
  };
  await expect(createShop(tills(), cut, { id: "acme", name: "Acme" })).rejects.toBeInstanceOf(TransientFault);
  expect(await rowsIn("default", "SELECT state FROM tills")).toEqual([{ state: "CREATING" }]);
  await rowsIn("default", "UPDATE tills SET changed_at = '2026-01-01T00:00:00.000Z'");

  const { id, apiKey } = await createShop(tills(), store(), { id: "acme", name: "Acme Coffee" });
  expect([id, apiKey.length > 20]).toEqual(["acme", true]);
  const [entry] = await rowsIn("default", "SELECT name, state, changed_at FROM tills");
  expect(entry).toMatchObject({ name: "Acme Coffee", state: "READY" });
  expect(String(entry?.["changed_at"]) > "2026-01-02").toBe(true);
  await expect(createShop(tills(), store(), { id: "acme", name: "Acme" })).rejects.toBeInstanceOf(TillTaken);
});

/** Tills of the directory whose databases have no schema yet, as after an update that brings one. */
async function addUnmigrated(ids: readonly string[]) {
  await migrateTills(tills());
  for (const id of ids) {
    await store().create(id);
    const now = "2026-05-01T12:00:00.000Z";
    await rowsIn(
      "default",
      `INSERT INTO tills (id, name, state, created_at, changed_at, swept_at) VALUES ('${id}', '${id}', 'READY', '${now}', '${now}', '${now}')`,
    );
  }
}

test("db:migrate --all migrates every till; one that fails is named, keeps no other from it, and is done by the next run", async () => {
  await addUnmigrated(["one", "two", "three"]);
  await rowsIn("two", "CREATE TABLE orders (id INTEGER)");
  const failed = await runBin(["migrate", "--all"], env());
  expect([failed.code, failed.stdout]).toEqual([1, ""]);
  expect(failed.stderr).toMatch(
    /^1 of the tills could not be migrated; run it again for what is left:\ntwo: .*orders.*already exists.*\n$/,
  );
  const newest = await migrationsIn("default");
  expect([await migrationsIn("one"), await migrationsIn("three")]).toEqual([newest, newest]);

  await rowsIn("two", "DROP TABLE orders");
  expect(await runBin(["migrate", "--all"], env())).toEqual({
    code: 0,
    stdout: "The default till and 3 more have the newest schema.\n",
    stderr: "",
  });
  expect(await migrationsIn("two")).toBe(newest);
});

test("the template is migrated with the tills that are copies of it", async () => {
  await migrateTills(tills());
  await prepareTemplate(tills(), store());
  await rowsIn("template", "DELETE FROM __drizzle_migrations");
  const failed = await migrateTills(tills());
  expect(failed.map(({ till }) => till)).toEqual(["template"]);
});

test("it tells how far it has come", async () => {
  await prepareTemplate(tills(), store());
  await addUnmigrated(["one", "two"]);
  const seen: string[] = [];
  await migrateTills(tills(), { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(["0/3", "1/3", "2/3", "3/3"]);
});
