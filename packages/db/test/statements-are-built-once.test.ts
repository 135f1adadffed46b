import { SQLiteDialect } from "drizzle-orm/sqlite-core";
import { afterEach, expect, test, vi } from "vitest";
import * as db from "../src/index.ts";
import { buildRelational } from "../src/statements/relational.ts";
import { calls } from "./every-query.ts";

/** Exports that send no query. */
const others = new Set([
  "KeyRejected",
  "DatabaseBlocked",
  "NoSuchDatabase",
  "NoSuchTill",
  "TransientFault",
  "databaseDeadlineMs",
  "execute",
  "gatewayLeaseMs",
  "gatewayPieceSize",
  "messageLeaseMs",
  "inTill",
  "keptKinds",
  "messagePieceSize",
  "newApiKey",
  "newGuestLink",
  "openDatabase",
  "openTillStore",
  "paymentOf",
  "purgePieceSize",
  "readApiKeyText",
  "readGuestToken",
  "sha256Hex",
  "webhookLeaseMs",
  "webhookPieceSize",
]);

afterEach(() => vi.restoreAllMocks());

test("the list has every function that queries the database", () => {
  expect(Object.keys(calls).toSorted()).toEqual(
    Object.keys(db)
      .filter((name) => !others.has(name))
      .toSorted(),
  );
});

test.each(Object.entries(calls))("%s builds its SQL once", async (_name, shapes) => {
  // Some answers of an empty database make no sense, and throw.
  const callAll = async () => {
    for (const call of shapes) await call().catch(() => undefined);
  };
  await callAll();
  const built = vi.spyOn(SQLiteDialect.prototype, "sqlToQuery");
  await callAll();
  expect(built).not.toHaveBeenCalled();
});

test("the counter sees that a statement is built", () => {
  const built = vi.spyOn(SQLiteDialect.prototype, "sqlToQuery");
  buildRelational().query.orders.findFirst().prepare();
  expect(built).toHaveBeenCalledOnce();
});
