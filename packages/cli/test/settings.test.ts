import { expect, test } from "vitest";
import { readSettings } from "../src/session/settings.ts";

const origin = { command: "npx till dev", baseDir: "/shop" };

test("an empty environment means the local database and the usual ports", () => {
  expect(readSettings({ TILL_DEV_DATABASE_URL: "", PORT: "" }, origin)).toEqual({
    ...origin,
    port: 8787,
    databasePort: 8790,
    remote: undefined,
    stateDir: `/shop/.till`,
  });
});

test("the environment names ports and a remote database", () => {
  const env = {
    PORT: "9000",
    DATABASE_PORT: "9001",
    TILL_DEV_DATABASE_URL: "libsql://sandbox.turso.io",
    TILL_DEV_DATABASE_AUTH_TOKEN: "t",
  };

  expect(readSettings(env, origin)).toMatchObject({
    port: 9000,
    databasePort: 9001,
    remote: { url: "libsql://sandbox.turso.io", authToken: "t" },
  });
});

test("the database of the deployed Worker is never the one of dev", () => {
  const env = { DATABASE_URL: "libsql://shop.turso.io", DATABASE_AUTH_TOKEN: "t" };

  expect(readSettings(env, origin).remote).toBeUndefined();
});

test.for(["0", "65536", "8787.5", "http"])("PORT=%s is refused", (value) => {
  expect(() => readSettings({ PORT: value }, origin)).toThrow(
    `PORT must be a port, a whole number from 1 to 65535, and is "${value}".`,
  );
});
