import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

test("without a token nobody calls, and no header says otherwise", async () => {
  const { client, sent } = wayTo(till);
  expect(await client().auth.me.query()).toBeNull();
  expect(await client(() => undefined).auth.me.query()).toBeNull();
  expect(sent.map(({ authorization }) => authorization)).toEqual([null, null]);
  await expect(client().orders.list.query({})).rejects.toThrow("Sign in first");
});

test("a token says who calls", async () => {
  const user = somebody();
  expect(
    await wayTo(till)
      .client(await till.tokenOf(user))
      .auth.me.query(),
  ).toEqual({ user });
});

test("a token may be a function, which is asked for every request: whoever signs in later is somebody then", async () => {
  const user = somebody();
  let token: string | undefined;
  const api = wayTo(till).client(() => token);
  expect(await api.auth.me.query()).toBeNull();
  token = await till.tokenOf(user);
  expect(await api.auth.me.query()).toEqual({ user });
});

test("a token may be on its way", async () => {
  const user = somebody();
  expect(
    await wayTo(till)
      .client(() => till.tokenOf(user))
      .auth.me.query(),
  ).toEqual({ user });
});
