import { createClient } from "@libsql/client";
import { startLibsql } from "@till/libsql-local";
import * as domain from "@till/domain";
import { expect, onTestFinished, test, vi } from "vitest";
import { createOrder, execute, openDatabase } from "../src/index.ts";
import { migrateDatabase, seedDatabase } from "../src/setup/setup.ts";

// As if somebody had given `order.created` a message in packages/domain/src/messages/messages.ts, and done nothing else.
vi.mock("@till/domain", async (importOriginal) => {
  const original = await importOriginal<typeof domain>();
  return { ...original, messageEvents: [...original.messageEvents, "order.created"] };
});

test("an event that gets a message sends it, whichever command writes the event", async () => {
  const server = await startLibsql();
  const rows = createClient({ url: server.url });
  onTestFinished(async () => {
    rows.close();
    await server.stop();
  });
  await migrateDatabase(server);
  await seedDatabase(server);
  const context = {
    actor: { id: "usr_1", role: "customer", name: "Asha", email: "asha@example.com", phone: "+919811111111" } as const,
    now: "2026-05-01T12:00:00.000Z",
    origin: "https://till.example",
    commandId: "create-1",
    orderTtlMinutes: 30,
    gateway: domain.simulator,
  };
  const input = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "COD" as const };
  const { result, due } = await execute(openDatabase(server), createOrder, input, context);
  expect(result.ok).toBe(true);
  const { rows: written } = await rows.execute("SELECT id, channel FROM notifications ORDER BY channel");
  expect(written.map(({ channel }) => channel)).toEqual(["EMAIL", "SMS"]);
  expect(new Set(due.messages)).toEqual(new Set(written.map(({ id }) => id)));
});
