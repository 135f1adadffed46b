import { type LibsqlServer, startLibsql } from "@till/libsql-local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAddress } from "../src/bin/is-address.ts";
import { runBin } from "./run-bin.ts";

let server: LibsqlServer;
beforeAll(async () => {
  server = await startLibsql();
});
afterAll(() => server.stop());

test("a database is migrated, and then it can be seeded", async () => {
  const env = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: server.authToken };
  expect(await runBin(["migrate"], env)).toEqual({
    code: 0,
    stdout: "The database has the newest schema.\n",
    stderr: "",
  });
  expect(await runBin(["seed"], env)).toEqual({
    code: 0,
    stdout: "The database has the demo catalogue and the demo people.\n",
    stderr: "",
  });
});

test.each([
  ["migrate", "no address", "", "Set DATABASE_URL to the database, such as libsql://"],
  ["migrate", "a word", "typo", "DATABASE_URL is not the address of a database, such as libsql://"],
  ["migrate", "a host that does not exist", "http://nowhere.invalid", "(nowhere.invalid): getaddrinfo"],
  ["seed", "a port where nobody listens", "http://127.0.0.1:1", "(127.0.0.1:1): "],
])("%s, given %s, says so in one sentence without a stack", async (name, _what, url, sentence) => {
  const { code, stdout, stderr } = await runBin([name], { DATABASE_URL: url });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});

test.each(["typo", "localhost:8790", "file:till.db", "libsql:/shop.turso.io", "libsql://"])(
  "%s is not the address of a database",
  (url) => {
    expect(isAddress(url)).toBe(false);
  },
);

test.each(["libsql://shop-you.turso.io", "http://127.0.0.1:8790", "http://127.0.0.1:8790/{till}/"])(
  "%s is the address of a database",
  (url) => {
    expect(isAddress(url)).toBe(true);
  },
);
