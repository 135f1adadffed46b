import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Till, startTill } from "../till.ts";

const shop = "https://shop.example";

let till: Till;
beforeAll(async () => {
  till = await startTill({ variables: { PUBLIC_ORIGIN: shop, LOGIN_URL: "https://login.example/authorize?app=till" } });
});
afterAll(() => till.stop());

const signIn = async (to: string) => {
  const response = await till.request(`/sign-in?${new URLSearchParams({ state: "s1", to }).toString()}`);
  return {
    status: response.status,
    cache: response.headers.get("cache-control"),
    location: new URL(response.headers.get("location") ?? ""),
  };
};

test("a sign-in leads to the login page, with the state and the way back", async () => {
  const { status, cache, location } = await signIn("/orders?status=PAID");
  expect([status, cache]).toEqual([302, "no-store"]);
  expect(location.origin + location.pathname).toBe("https://login.example/authorize");
  expect(Object.fromEntries(location.searchParams)).toEqual({
    app: "till",
    state: "s1",
    return_to: `${shop}/orders?status=PAID`,
  });
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example",
  "https:evil.example:443",
  "javascript:alert(1)",
  "data:text/html,x",
  "https://shop.example.evil.example/",
  "https://shop.example@evil.example/",
  "http://shop.example/",
])("the way back is never %s", async (to) => {
  const { location } = await signIn(to);
  expect(location.hostname).toBe("login.example");
  expect(new URL(location.searchParams.get("return_to") ?? "").origin).toBe(shop);
});

test("the way back brings no token of somebody's along", async () => {
  const { location } = await signIn("/orders#token=stolen");
  expect(location.searchParams.get("return_to")).toBe(`${shop}/orders`);
});

test("without a login page, the shop says so", async () => {
  const without = await startTill();
  onTestFinished(() => without.stop());
  const response = await without.request("/sign-in?state=s1&to=/");
  expect([response.status, response.headers.get("location")]).toEqual([404, null]);
  expect(await response.text()).toContain("names its login page in the setting LOGIN_URL");
});
