import { limits } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTill, oneCoffee, tokenIn } from "./own-till.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
afterAll(() => till.stop());

test("a person who is added is new, can order at once, and is known in a fork; the default till takes nobody", async () => {
  const made = await newTill(till);
  const { token, user } = await made.asha.sandbox.addUser.mutate({ name: "Dana" });
  const dana = till.withToken(token, made.url);
  expect(await dana.auth.me.query()).toEqual({ user });
  expect(user).toMatchObject({ role: "customer", name: "Dana", email: expect.stringMatching(/^\w+@example\.com$/) });
  const { id, userId } = await dana.orders.create.mutate(oneCoffee);
  expect(userId).toBe(user.id);

  const { people, url } = await till.as(null).sandbox.tills.fork.mutate({ id: made.id });
  const inFork = till.withToken(tokenIn({ people }, user.id), url);
  expect((await inFork.orders.get.query({ id })).userId).toBe(user.id);
  const other = await made.asha.sandbox.addUser.mutate({ role: "staff" });
  expect(other.user).toMatchObject({ role: "staff", name: "New Person" });
  expect(other.user.id).not.toBe(user.id);
  expect(await refusalOf(till.as(null).sandbox.addUser.mutate({}))).toMatchObject({ code: "FORBIDDEN" });
});

test("a till takes as many people as it may, and says so", async () => {
  const made = await newTill(till);
  const { people } = made;
  const added = Array.from({ length: limits.demoUsers - people.length }, () => made.asha.sandbox.addUser.mutate({}));
  await Promise.all(added);
  expect(await refusalOf(made.asha.sandbox.addUser.mutate({}))).toMatchObject({
    code: "FORBIDDEN",
    message: "There are 100 demo people in the till, and no more can be added. Make another till.",
  });
  expect((await made.asha.sandbox.users.query()).users).toHaveLength(limits.demoUsers);
});
