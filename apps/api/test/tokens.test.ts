import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, exportSPKI, generateKeyPair } from "jose";
import { type SignInProblem, signInProblems } from "@till/contracts";
import { refuse } from "@till/domain";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
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

const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead;

const refused: [what: string, problem: SignInProblem, makeToken: () => Promise<string>][] = [
  ["of another issuer", "WRONG_ISSUER", () => sign(claims({ iss: "https://elsewhere.example/" }))],
  ["for another audience", "WRONG_AUDIENCE", () => sign(claims({ aud: "another-service" }))],
  ["that names no audience", "MISSING_CLAIM", () => sign(without("aud"))],
  ["that is nobody's", "MISSING_CLAIM", () => sign(without("sub"))],
  ["that never expires", "MISSING_CLAIM", () => sign(without("exp"))],
  ["that is not good yet", "NOT_YET_VALID", () => sign(claims({ nbf: seconds(3_600) }))],
  ["that is not good for some seconds yet", "NOT_YET_VALID", () => sign(claims({ nbf: seconds(30) }))],
  ["that has expired", "EXPIRED", () => sign(claims({ exp: 1_600_000_000 }))],
  ["that has expired some seconds ago", "EXPIRED", () => sign(claims({ exp: seconds(-30) }))],
  [
    "of another key",
    "WRONG_SIGNATURE",
    async () => sign(claims(), { key: (await generateKeyPair("RS256")).privateKey }),
  ],
  ["of a key that is not there", "UNKNOWN_KEY", () => sign(claims(), { kid: "gone" })],
  ["signed with the shared secret, which is the sandbox's only", "WRONG_ALGORITHM", () => signToken(claims())],
  [
    "signed with the public key as if it were a secret",
    "WRONG_ALGORITHM",
    async () => signToken(claims(), await exportSPKI(publicKey)),
  ],
  ["that is no JSON Web Token", "MALFORMED", async () => "a.b.c"],
  ["that is a word", "MALFORMED", async () => "undefined"],
  ["whose subject is longer than 255 characters", "WRONG_SUBJECT", () => sign(claims({ sub: "x".repeat(256) }))],
  ["whose subject is no ASCII", "WRONG_SUBJECT", () => sign(claims({ sub: "Zoë" }))],
  ["whose subject is no text", "WRONG_SUBJECT", () => sign(claims({ sub: 42 as never }))],
];

test.each(refused)("a token %s is not taken, and the answer says why: %s", async (_what, problem, makeToken) => {
  const token = await makeToken();
  expect(await me(token)).toBeNull();
  const { message } = refuse.unauthenticated(problem);
  const refusal = await refusalOf(till.withToken(token).orders.list.query({}));
  expect(refusal).toMatchObject({ code: "UNAUTHENTICATED", message, details: { problem } });
});

test.each(["/trpc/auth.me", "/v1/me", "/v1/products", "/v1/orders", "/trpc/orders.list"])(
  "an answer of %s to a token that is not accepted says why in a header, and the log in one line without the token",
  async (path) => {
    const logged: string[] = [];
    vi.spyOn(console, "info").mockImplementation((line: string) => void logged.push(line));
    onTestFinished(() => void vi.restoreAllMocks());
    for (const [what, problem, makeToken] of refused) {
      const token = await makeToken();
      const response = await till.request(path, { headers: { authorization: `Bearer ${token}` } });
      const { message } = refuse.unauthenticated(problem);
      const requestId = response.headers.get("x-request-id");
      expect(response.headers.get("www-authenticate"), what).toBe(
        `Bearer error="invalid_token", error_description="${message}"`,
      );
      expect(logged.map((line) => JSON.parse(line) as object)).toMatchObject([
        { level: "info", message: "A token was refused.", requestId, problem },
      ]);
      const [line = ""] = logged.splice(0);
      expect(line).not.toContain("\n");
      for (const part of token.split(".").filter(({ length }) => length > 1)) expect(line).not.toContain(part);
    }
  },
);

test("the log says what the token has, so that an operator sees the difference", async () => {
  const logged: string[] = [];
  vi.spyOn(console, "info").mockImplementation((line: string) => void logged.push(line));
  onTestFinished(() => void vi.restoreAllMocks());
  await me(await sign(claims({ aud: ["another-service", "x".repeat(1_000)] })));
  await me(await sign(claims(), { kid: "gone\nforever" }));
  const [ofAudience, ofKey] = logged.map((line) => JSON.parse(line) as Record<string, string>);
  expect(ofAudience).toMatchObject({ problem: "WRONG_AUDIENCE", claim: "aud", alg: "RS256", kid: "first" });
  expect(ofAudience?.["found"]).toMatch(/^\["another-service",/);
  expect(ofAudience?.["found"]).toHaveLength(200);
  expect(ofKey).toMatchObject({ problem: "UNKNOWN_KEY", kid: "gone forever" });
});

const challengeOf = async (path: string, headers = {}) =>
  (await till.request(path, { headers })).headers.get("www-authenticate");

test("who sends no token, or a good one, is told nothing of tokens, but for a bare challenge with a 401", async () => {
  const logged = vi.spyOn(console, "info");
  onTestFinished(() => void vi.restoreAllMocks());
  expect(await challengeOf("/v1/me")).toBeNull();
  expect(await challengeOf("/v1/me", { authorization: `Bearer ${await sign(claims())}` })).toBeNull();
  expect(await challengeOf("/v1/orders")).toBe("Bearer");
  expect(await challengeOf("/trpc/orders.list")).toBe("Bearer");
  expect(logged).not.toHaveBeenCalled();
});

test("no sentence of a refused token breaks out of its header", () => {
  // RFC 6750, section 3: printable ASCII without quotation marks and backslashes.
  for (const problem of signInProblems)
    expect(refuse.unauthenticated(problem).message).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
});

test("clocks may differ by some seconds", async () => {
  for (const more of [{ nbf: seconds(3) }, { exp: seconds(-2) }, { iat: seconds(3) }])
    expect(await me(await sign(claims(more)))).not.toBeNull();
});

test("what the claims say is who calls, though not all of it can be used", async () => {
  const more = { sub: "Ann Dean", name: "Ann\t\u202eDean", email_verified: "false", app: { role: "staff" } };
  const token = await sign(claims({ email: "ann@example.com", ...more }));
  expect(await me(token)).toMatchObject({ id: "Ann Dean", name: "Ann Dean", email: null, role: "staff" });
  expect((await till.withToken(token).orders.list.query({})).items).toEqual([]);
});

const nameless = (key: CryptoKey, more: JWTPayload = {}) =>
  new SignJWT(claims(more)).setProtectedHeader({ alg: "RS256" }).sign(key);

test("a token that names no key is verified by each that fits", async () => {
  const [second, third] = [await generateKeyPair("RS256", { extractable: true }), await generateKeyPair("RS256")];
  service.keys.push({ ...(await exportJWK(second.publicKey)), kid: "second", alg: "RS256" });
  const fresh = await startTill({
    variables: { AUTH_JWKS_URL: keysUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience },
  });
  onTestFinished(() => fresh.stop());
  fresh.world.fetchKeys = () => service.answer();
  const who = async (token: string) => (await fresh.withToken(token).auth.me.query())?.user ?? null;
  for (const key of [privateKey, second.privateKey]) expect(await who(await nameless(key))).not.toBeNull();
  const problemOf = async (token: string) => (await refusalOf(fresh.withToken(token).orders.list.query({}))).details;
  expect(await problemOf(await nameless(third.privateKey))).toEqual({ problem: "WRONG_SIGNATURE" });
  expect(await problemOf(await nameless(second.privateKey, { aud: "other" }))).toEqual({ problem: "WRONG_AUDIENCE" });
});

test.each(["EdDSA", "Ed25519"])("a token signed by %s is taken", async (alg) => {
  const pair = await generateKeyPair(alg, { extractable: true });
  service.keys = [{ ...(await exportJWK(pair.publicKey)), kid: "edwards" }];
  const fresh = await startTill({
    variables: { AUTH_JWKS_URL: keysUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience },
  });
  onTestFinished(() => fresh.stop());
  fresh.world.fetchKeys = () => service.answer();
  const token = await new SignJWT(claims()).setProtectedHeader({ alg, kid: "edwards" }).sign(pair.privateKey);
  expect(await fresh.withToken(token).auth.me.query()).not.toBeNull();
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
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  const caller = cut.withToken(await sign(claims()));
  expect(await refusalOf(caller.orders.list.query({}))).toMatchObject({
    code: "LOGIN_SERVICE_UNAVAILABLE",
    status: 503,
  });
  expect((await caller.products.list.query({})).items).toEqual([]);
  expect(JSON.parse(String(logged.mock.calls[0]?.[0]))).toMatchObject({
    message: "The login service can't be reached.",
    error: { name: "LoginServiceFault", cause: { message: expect.any(String) } },
  });
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

test("paying updates the customer, so that the message goes to their present address", async () => {
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
