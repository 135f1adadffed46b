import { type CreatedTill, limits } from "@till/contracts";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { claimsOf, signToken } from "../login-service.ts";
import { refusalOf } from "../refusals.ts";
import { type Till, somebody, startTill } from "../till.ts";

const noon = new Date("2026-05-01T12:00:00.000Z");
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.time = noon;
});
afterAll(() => till.stop());

const newTill = (of = till): Promise<CreatedTill> => of.as(null).sandbox.tills.create.mutate({ ttlMinutes: 10_080 });
const clockOf = ({ url }: CreatedTill, of = till) => of.withToken(async () => null, url).sandbox.clock;

/** Till with a login service whose keys are public, and what is known of them. */
async function withLoginService() {
  const service = { AUTH_JWKS_URL: "https://login.example/keys", AUTH_ISSUER: "login", AUTH_AUDIENCE: "till" };
  const own = await startTill({ withTills: true, variables: service });
  onTestFinished(() => own.stop());
  own.world.time = noon;
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const shown = { keys: [{ ...(await exportJWK(publicKey)), kid: "first" }], asked: 0 };
  own.world.fetchKeys = async () => {
    shown.asked += 1;
    return Response.json({ keys: shown.keys });
  };
  const token = (at: Date, claims = {}) =>
    new SignJWT({ ...claimsOf(somebody(), at), iss: "login", aud: "till", ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "first" })
      .sign(privateKey);
  return { own, shown, token };
}

test("a till that is a year ahead keeps no key alive that the login service has withdrawn", async () => {
  const { own, shown, token } = await withLoginService();
  const ahead = await newTill(own);
  await clockOf(ahead, own).advance.mutate({ days: 366 });
  await own.withToken(await token(noon), ahead.url).auth.me.query();

  shown.keys = [];
  own.world.time = later(1);
  const late = own.withToken(await token(later(1)));
  expect(await refusalOf(late.orders.list.query({}))).toMatchObject({ details: { problem: "UNKNOWN_KEY" } });
});

test("who moves a clock on and on does not have the login service asked each time", async () => {
  const { own, shown, token } = await withLoginService();
  const made = await newTill(own);
  for (let round = 0; round < 3; round += 1) {
    await clockOf(made, own).advance.mutate({ days: 1 });
    await own.withToken(await token(noon), made.url).auth.me.query();
  }
  expect(shown.asked).toBe(1);
});

test("a clock that stands still keeps no token of the login service alive, and one that is ahead ends none", async () => {
  const [frozen, ahead] = [await newTill(), await newTill()];
  await clockOf(frozen).set.mutate({ mode: "frozen" });
  await clockOf(ahead).advance.mutate({ days: 366 });
  const person = somebody();
  const tokenFor = (made: CreatedTill) => signToken({ ...claimsOf(person, noon), till: made.id });
  for (const made of [frozen, ahead]) {
    const own = till.withToken(await tokenFor(made), made.url);
    till.world.time = later(11);
    expect(await own.auth.me.query()).toMatchObject({ user: { id: person.id } });
    till.world.time = later(13);
    expect(await refusalOf(own.orders.list.query({}))).toMatchObject({ details: { problem: "EXPIRED" } });
  }
});

test("no clock gets to where text is not ordered as time is, and all goes on at the latest time", async () => {
  const made = await newTill();
  const clock = clockOf(made);
  for (const now of ["9999-12-31T23:59:59.999Z", "9000-01-01T00:00:00.001Z"])
    expect(await refusalOf(clock.set.mutate({ mode: "frozen", now }))).toMatchObject({
      code: "VALIDATION_FAILED",
      details: { issues: [{ field: "now" }] },
    });
  expect(await clock.set.mutate({ mode: "frozen", now: limits.latestClock })).toMatchObject({
    now: limits.latestClock,
  });
  expect(await refusalOf(clock.advance.mutate({ seconds: 1 }))).toMatchObject({ code: "VALIDATION_FAILED" });

  const nobody = till.withToken(async () => null, made.url);
  const asha = till.withToken((await nobody.sandbox.signIn.mutate({ userId: "usr_asha" })).token, made.url);
  const { id } = await asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "COD" });
  expect(await asha.orders.get.query({ id })).toMatchObject({ createdAt: limits.latestClock });
  const copy = await till.as(null).sandbox.tills.fork.mutate({ id: made.id });
  expect((await clockOf(copy).get.query()).now).toBe(limits.latestClock);
});

/** Makes calls that all have read the clock before one of them moves it. */
async function atOnce(calls: readonly (() => Promise<unknown>)[]) {
  let asked = 0;
  let read = 0;
  let goOn: (() => void) | undefined;
  const allHaveRead = new Promise<void>((resolve) => (goOn = resolve));
  till.world.fetch = async (...request) => {
    asked += 1;
    const isRead = asked <= calls.length;
    const answer = await fetch(...request);
    if (!isRead) return answer;
    read += 1;
    if (read === calls.length) goOn?.();
    await allHaveRead;
    return answer;
  };
  onTestFinished(() => void (till.world.fetch = fetch));
  await Promise.all(calls.map((call) => call()));
  till.world.fetch = fetch;
}

test("calls that move a clock at the same time never turn it back", async () => {
  const { set, advance, get } = clockOf(await newTill());
  const hours = [9, 8, 7, 6, 5, 4, 3, 2, 1];
  await atOnce(hours.map((hour) => () => set.mutate({ mode: "frozen", now: later(hour).toISOString() })));
  expect(await get.query()).toEqual({ now: later(9).toISOString(), mode: "frozen" });
  await atOnce([2, 1, 0.5].map((days) => () => advance.mutate({ hours: days * 24 })));
  expect((await get.query()).now).toBe(later(9 + 48).toISOString());
});
