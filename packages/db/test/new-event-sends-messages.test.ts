import { createClient } from "@libsql/client";
import { startLibsql } from "@till/libsql-local";
import * as domain from "@till/domain";
import { expect, onTestFinished, test, vi } from "vitest";
import { createOrder, execute, openDatabase, payOrder } from "../src/index.ts";
import { migrateDatabase, seedDatabase } from "../src/setup/setup.ts";

// As if somebody had given `payment.processing` a message in packages/domain/src/messages/messages.ts, and done nothing else.
vi.mock("@till/domain", async (importOriginal) => {
  const original = await importOriginal<typeof domain>();
  return { ...original, messageEvents: [...original.messageEvents, "payment.processing"] };
});

test("an event that gets a message sends it, whichever command writes the event", async () => {
  const server = await startLibsql();
  const rows = createClient({ url: server.url, authToken: server.authToken });
  onTestFinished(async () => {
    rows.close();
    await server.stop();
  });
  await migrateDatabase(server);
  await seedDatabase(server);
  const context = {
    actor: { id: "usr_1", role: "customer", name: "Asha", email: "asha@example.com", phone: "+919811111111" } as const,
    now: "2026-05-01T12:00:00.000Z",
    baseUrl: "https://till.example",
    commandId: "create-1",
    rules: { timeToPayMs: { COD: 60_000, ONLINE: 60_000 }, reservations: { maxOpenOrders: 9, maxReservedPieces: 9 } },
    gateway: domain.simulator,
    gateways: new Map([["simulator", domain.simulator]]),
  };
  const db = openDatabase(server);
  const input = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" as const };
  await execute(db, createOrder, input, context);
  const payment = { id: 1, source: { token: "pm_card_processing" } };
  const { result, due } = await execute(db, payOrder, payment, { ...context, commandId: "pay-1" });
  expect(result.ok).toBe(true);
  const { rows: written } = await rows.execute("SELECT id, channel FROM notifications ORDER BY channel");
  expect(written.map(({ channel }) => channel)).toEqual(["EMAIL", "SMS"]);
  expect(new Set(due.messages)).toEqual(new Set(written.map(({ id }) => id)));
});
