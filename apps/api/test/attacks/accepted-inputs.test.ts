import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptedInputs } from "../accepted-inputs.ts";
import { routes } from "../../src/rest/routes.ts";
import { rounds } from "../rounds.ts";
import { trpcRequest } from "../trpc-request.ts";
import { type Till, somebody, startTill } from "../till.ts";

let till: Till;
const tokens: string[] = [];
beforeAll(async () => {
  till = await startTill();
  await till.addProduct({ stock: 5 });
  const staff = somebody("staff");
  const key = await till.as(staff).apiKeys.create.mutate({ name: "Program", role: "staff" });
  const madeUp = `sk_staff_${"a".repeat(20)}_${"b".repeat(40)}`;
  tokens.push(await till.tokenOf(somebody()), await till.tokenOf(staff), key.key, madeUp, "");
});
afterAll(() => till.stop());

const withInput = routes.flatMap(({ name, input }) => (input === null ? [] : [{ name, input }]));

test.each(withInput)(
  "$name answers whatever its schema accepts, to whoever asks, and never with a fault",
  async ({ name, input }) => {
    const property = fc.asyncProperty(acceptedInputs(input), fc.nat(tokens.length - 1), async (value, who) => {
      const { path, init } = trpcRequest(name, JSON.stringify(value));
      const authorization = `Bearer ${tokens[who] ?? ""}`;
      const response = await till.request(path, { ...init, headers: { ...init.headers, authorization } });
      expect([response.status < 500, response.headers.get("content-type"), await response.json()]).toEqual([
        true,
        "application/json",
        expect.objectContaining({}),
      ]);
    });
    await fc.assert(property, { numRuns: rounds(2_000, 25) });
    await till.settled();
  },
  600_000,
);
