import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, exportSPKI, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { sandboxIssuer } from "../src/auth/session.ts";
import { authSecret, claimsOf, signToken } from "./login-service.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

const issuer = "https://login.example/";
const audience = "till";
const keysUrl = "https://login.example/.well-known/jwks.json";

/** A login service of the test: its keys, and how often they were asked for. */
const service = { keys: [] as object[], requests: 0, answer: async () => Response.json({ keys: service.keys }) };

let till: Till;
let privateKey: CryptoKey;
let publicKey: CryptoKey;
beforeAll(async () => {
  ({ privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true }));
  till = await startTill({
    variables: { AUTH_JWKS_URL: keysUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_ROLE_CLAIM: "app.role" },
  });
  till.world.fetchKeys = async (url) => {
    service.requests += 1;
    return String(url) === keysUrl ? service.answer() : new Response(null, { status: 404 });
  };
});
afterAll(() => till.stop());
beforeEach(async () => {
  service.keys = [{ ...(await exportJWK(publicKey)), kid: "first", alg: "RS256" }];
});

const claims = (more: JWTPayload = {}): JWTPayload => ({
  ...claimsOf(somebody()),
  iss: issuer,
  aud: audience,
  ...more,
});

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim));

const sign = (payload: JWTPayload, { key = privateKey, kid = "first" } = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid }).sign(key);

const me = async (token: string) => (await till.withToken(token).auth.me.query())?.user ?? null;

test("a token of the login service is taken by its public keys, which are fetched once", async () => {
  const token = await sign(claims({ sub: "auth0|42", name: "Asha Rao", email: "asha@example.com" }));
  const before = service.requests;
  expect(await me(token)).toMatchObject({
    id: "auth0|42",
    role: "customer",
    name: "Asha Rao",
    email: "asha@example.com",
  });
  expect(await me(token)).toMatchObject({ id: "auth0|42" });
  expect(service.requests - before).toBeLessThanOrEqual(1);
});

test.each<[string, () => Promise<string>]>([
  ["of another issuer", () => sign(claims({ iss: "https://elsewhere.example/" }))],
  ["for another audience", () => sign(claims({ aud: "another-service" }))],
  ["that names no audience", () => sign(without("aud"))],
  ["that is nobody's", () => sign(without("sub"))],
  ["that never expires", () => sign(without("exp"))],
  ["that is not good yet", () => sign(claims({ nbf: Math.floor(Date.now() / 1000) + 3_600 }))],
  ["of another key", async () => sign(claims(), { key: (await generateKeyPair("RS256")).privateKey })],
  ["signed with the shared secret, which is the sandbox's only", () => signToken(claims())],
  ["signed with the public key as if it were a secret", async () => signToken(claims(), await exportSPKI(publicKey))],
  ["whose name is no text on one line", () => sign(claims({ name: "Asha\nRao" }))],
  ["that is no JSON Web Token", async () => "a.b.c"],
])("a token %s is not taken", async (_what, makeToken) => {
  const token = await makeToken();
  expect(await me(token)).toBeNull();
  const list = till.withToken(token).orders.list.query({});
  expect(await refusalOf(list)).toMatchObject({
    code: "UNAUTHENTICATED",
    message: expect.stringContaining("not valid"),
  });
});

test("an expired token says so", async () => {
  const list = till.withToken(await sign(claims({ exp: 1_600_000_000 }))).orders.list.query({});
  expect(await refusalOf(list)).toMatchObject({ message: "Your sign-in has expired. Sign in again." });
});

test.each<[string, JWTPayload, object]>([
  ["the role at its path", { app: { role: "staff" } }, { role: "staff" }],
  ["a list of roles", { app: { role: ["editor", "staff"] } }, { role: "staff" }],
  ["a role of the service's own", { app: { role: "authenticated" } }, { role: "customer" }],
  ["a role elsewhere, which is not looked at", { role: "staff" }, { role: "customer" }],
  ["an address that is not verified", { email: "x@example.com", email_verified: false }, { email: null }],
  ["no name, but a nickname", { name: null, preferred_username: "asha" }, { name: "asha" }],
  ["no name at all", { name: null, email: "asha@example.com", email_verified: true }, { name: "asha@example.com" }],
  ["a phone number", { phone_number: "+919800000001" }, { phone: "+919800000001" }],
])("the claims are read: %s", async (_what, more, expected) => {
  expect(await me(await sign(claims(more)))).toMatchObject(expected);
});

test("a key that was added since is fetched, and one that does not exist is not asked for again and again", async () => {
  const added = await generateKeyPair("RS256", { extractable: true });
  const rotating = await startTill({
    variables: { AUTH_JWKS_URL: keysUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience },
  });
  onTestFinished(() => rotating.stop());
  let requests = 0;
  rotating.world.fetchKeys = async () => {
    requests += 1;
    return service.answer();
  };
  service.keys.push({ ...(await exportJWK(added.publicKey)), kid: "second", alg: "RS256" });
  const token = await sign(claims(), { key: added.privateKey, kid: "second" });
  expect(await rotating.withToken(token).auth.me.query()).not.toBeNull();
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect(await rotating.withToken(await sign(claims(), { kid: `unknown-${attempt}` })).auth.me.query()).toBeNull();
  expect(requests).toBe(1);
});

test.each<[string, () => Promise<Response>]>([
  ["can't be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers with an error", async () => new Response("down", { status: 500 })],
  ["answers nonsense", async () => new Response("<html>")],
])("where the login service %s, a caller is told so, and visitors are served", async (_what, answer) => {
  const cut = await startTill({ variables: { AUTH_JWKS_URL: keysUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } });
  onTestFinished(() => cut.stop());
  cut.world.fetchKeys = answer;
  const caller = cut.withToken(await sign(claims()));
  expect(await refusalOf(caller.orders.list.query({}))).toMatchObject({
    code: "LOGIN_SERVICE_UNAVAILABLE",
    status: 503,
  });
  expect((await caller.products.list.query({})).items).toEqual([]);
});

test("the sandbox signs in demo people beside the login service; switched off, its tokens are good no more", async () => {
  await till.rows("INSERT INTO customers (id, role, name, demo) VALUES ('usr_demo', 'staff', 'Demo', 1)");
  const { token } = await till.as(null).sandbox.signIn.mutate({ userId: "usr_demo" });
  expect(await me(token)).toMatchObject({ id: "usr_demo", role: "staff" });
  const live = await startTill({ variables: { SANDBOX: "off" } });
  onTestFinished(() => live.stop());
  expect(await live.withToken(token).auth.me.query()).toBeNull();
  const pretending = await signToken({ ...claimsOf(somebody()), iss: sandboxIssuer }, authSecret);
  expect(await live.withToken(pretending).auth.me.query()).toBeNull();
});

test("with a shared secret, issuer and audience are looked at where they are set", async () => {
  const strict = await startTill({ variables: { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } });
  onTestFinished(() => strict.stop());
  const as = async (payload: JWTPayload) => strict.withToken(await signToken(payload)).auth.me.query();
  expect(await as(claims())).not.toBeNull();
  expect(await as(claims({ iss: "https://elsewhere.example/" }))).toBeNull();
  expect(await as(claimsOf(somebody()))).toBeNull();
});

test("whoever pays is brought up to date, so that the message goes to where they are reached now", async () => {
  const user = somebody();
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const tokenWith = (more: JWTPayload) => sign({ ...claims(), ...claimsOf(user), ...more });
  const before = till.withToken(await tokenWith({ email: "old@example.com" }));
  const { id } = await before.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const after = till.withToken(await tokenWith({ email: "new@example.com", name: "New Name" }));
  await after.orders.pay.mutate({ id });
  expect(await till.rows("SELECT name, email FROM customers WHERE id = ?", user.id)).toEqual([
    { name: "New Name", email: "new@example.com" },
  ]);
  expect(await till.rows("SELECT recipient FROM notifications WHERE order_id = ? AND channel = 'EMAIL'", id)).toEqual([
    { recipient: "new@example.com" },
  ]);
});
