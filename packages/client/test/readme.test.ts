import { readFileSync } from "node:fs";
import { seedDatabase } from "@till/db/setup";
import { startTill } from "@till/api/testing";
import { expect, onTestFinished, test } from "vitest";
import { createTillClient, isRefusal } from "../src/index.ts";

const paid = ["Order #1: payment SUCCEEDED"];
const declined = ["The card does not have enough funds. Try another card.", "insufficient_funds", ["pay", "cancel"]];

test.each([
  ["README.md", [declined, paid]],
  ["docs/start.md", [paid, declined]],
])("the first order in %s works as written", async (path, prints) => {
  const till = await startTill();
  onTestFinished(() => till.stop());
  await seedDatabase(till.connection);

  const readme = readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const snippets = [...readme.matchAll(/```ts\n([\s\S]+?)```/g)].map(([, code]) =>
    code?.replaceAll(/^import .*$/gm, ""),
  );
  const printed: unknown[][] = [];
  const fetchTill: typeof fetch = (input, init) =>
    till.request(input instanceof Request ? input.url : input.toString(), init);
  await run(snippets.join("\n"), {
    createTillClient: (options: Parameters<typeof createTillClient>[0]) =>
      createTillClient({ ...options, fetch: fetchTill }),
    isRefusal,
    console: { log: (...values: unknown[]) => printed.push(values) },
  });
  expect(printed).toEqual(prints);
});

/** Runs JavaScript code with these names in scope. */
async function run(code: string, scope: Record<string, unknown>) {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));
}
