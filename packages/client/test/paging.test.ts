import { type Till, startTill } from "@till/api/testing";
import { getUntypedClient } from "@trpc/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

test("Till's strict input accepts a page request from React Query, which has a direction", async () => {
  const api = getUntypedClient(wayTo(till).client());
  expect(await api.query("products.list", { limit: 1, direction: "forward" })).toMatchObject({ items: [] });
  await expect(api.query("products.list", { limit: 1, sideways: true })).rejects.toThrow("sideways");
});
