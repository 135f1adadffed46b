import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

test("without a token, calls are anonymous and have no authorization header", async () => {
  const { client, sent } = wayTo(till);
  expect(await client().auth.me.query()).toBeNull();
  expect(await client(() => undefined).auth.me.query()).toBeNull();
  expect(sent.map(({ authorization }) => authorization)).toEqual([null, null]);
  await expect(client().orders.list.query({})).rejects.toThrow("Sign in first");
});

test("a token identifies the caller", async () => {
  const user = somebody();
  expect(
    await wayTo(till)
      .client(await till.tokenOf(user))
      .auth.me.query(),
  ).toEqual({ user });
});

test("a token can be a function, which is called for every request, so a later sign-in takes effect", async () => {
  const user = somebody();
  let token: string | undefined;
  const api = wayTo(till).client(() => token);
  expect(await api.auth.me.query()).toBeNull();
  token = await till.tokenOf(user);
  expect(await api.auth.me.query()).toEqual({ user });
});

test("a token can be a promise", async () => {
  const user = somebody();
  expect(
    await wayTo(till)
      .client(() => till.tokenOf(user))
      .auth.me.query(),
  ).toEqual({ user });
});
