import { createPublicKey, createSign, generateKeyPairSync } from "node:crypto";
import { type JWTPayload, SignJWT, exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { claimsOf, signToken } from "../login-service.ts";
import { refusalOf } from "../refusals.ts";
import { type Till, somebody, startTill } from "../till.ts";

const variables = {
  AUTH_JWKS_URL: "https://login.example/keys",
  AUTH_ISSUER: "https://login.example/",
  AUTH_AUDIENCE: "till",
};
const claims = (more: JWTPayload = {}): JWTPayload => ({
  ...claimsOf(somebody()),
  iss: variables.AUTH_ISSUER,
  aud: variables.AUTH_AUDIENCE,
  ...more,
});

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

test.each([
  "key_0123456789abcdefghij",
  "KEY_x",
  "guest_1",
  "system",
  "System",
  " till ",
  "staff",
  "customer",
  "visitor",
  "sandbox",
])("a token whose subject is %j, a name of Till's own, is nobody's", async (sub) => {
  const token = await signToken({ ...claimsOf(somebody()), sub });
  expect(await till.withToken(token).auth.me.query()).toBeNull();
  expect(await refusalOf(till.withToken(token).orders.list.query({}))).toMatchObject({
    code: "UNAUTHENTICATED",
    details: { problem: "WRONG_SUBJECT" },
  });
});

test("a subject that only looks like one of them is a person's", async () => {
  for (const sub of ["keysmith", "auth0|system", "systema", "staffan", "usr_key_1"]) {
    const token = await signToken({ ...claimsOf(somebody()), sub });
    expect(await till.withToken(token).auth.me.query()).toMatchObject({ user: { id: sub } });
  }
});

test("a token with the id of a key reads none of its orders", async () => {
  const key = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "Buyer", role: "customer" });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await till.withToken(key.key).orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pretending = till.withToken(await signToken({ ...claimsOf(somebody()), sub: key.id }));
  expect(await refusalOf(pretending.orders.get.query({ id }))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test.each<[what: string, more: JWTPayload]>([
  ["a list of addresses", { email: "a@b.c, victim@example.com" }],
  ["a list in another notation", { email: "a@b.c;victim@example.com" }],
  ["an address with a name", { email: "A <victim@example.com>" }],
  ["an address that is not verified", { email: "victim@example.com", email_verified: false }],
  ["a number that is not verified", { email: undefined, phone_number: "+15550100", phone_number_verified: false }],
  ["a number that is not verified, as text", { email: undefined, phone_number_verified: "false" }],
])("no message goes to %s", async (_what, more) => {
  const token = await signToken({ ...claimsOf({ ...somebody(), phone: more["phone_number"] as string }), ...more });
  const customer = till.withToken(token);
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await customer.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await customer.orders.pay.mutate({ id });
  expect(await till.rows("SELECT recipient FROM notifications WHERE order_id = ?", id)).toEqual([]);
});

/** Till with a login service of this test's own. */
async function withService(answer: () => Promise<Response>) {
  const own = await startTill({ variables });
  onTestFinished(() => own.stop());
  onTestFinished(() => void vi.restoreAllMocks());
  const asked = { times: 0 };
  own.world.fetchKeys = () => {
    asked.times += 1;
    return answer();
  };
  const publicRoute = async (token: string) =>
    (await own.request("/v1/products", { headers: { authorization: `Bearer ${token}` } })).status;
  const problemOf = async (token: string) => {
    const { code, details } = await refusalOf(own.withToken(token).orders.list.query({}));
    return [code, details];
  };
  return { own, asked, publicRoute, problemOf };
}

const refusedFor = (problem: string) => ["UNAUTHENTICATED", { problem }];

/** A pair of keys that no library would make any more. */
function weakPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 1_024,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const jwk = createPublicKey(publicKey).export({ format: "jwk" });
  return { jwk, sign: (kid?: string) => signWeakly(claims(), privateKey, kid) };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs as jose refuses to, with a short key. */
function signWeakly(payload: JWTPayload, pem: string, kid?: string): string {
  const input = `${part({ alg: "RS256", ...(kid && { kid }) })}.${part(payload)}`;
  return `${input}.${createSign("RSA-SHA256").update(input).sign(pem, "base64url")}`;
}

test("a token signed with a key of 1,024 bits is refused, and public routes answer", async () => {
  const weak = weakPair();
  const keys = [{ ...weak.jwk, kid: "weak", alg: "RS256" }];
  const { publicRoute, problemOf } = await withService(async () => Response.json({ keys }));
  for (const token of [weak.sign("weak"), weak.sign()]) {
    expect(await problemOf(token)).toEqual(refusedFor("UNUSABLE_KEY"));
    expect(await publicRoute(token)).toBe(200);
  }
});

test("a key that is too short among others does not keep the others from being tried", async () => {
  const weak = weakPair();
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const keys = [weak.jwk, await exportJWK(publicKey)].map((jwk) => ({ ...jwk, alg: "RS256" }));
  const { own, problemOf } = await withService(async () => Response.json({ keys }));
  const good = await new SignJWT(claims()).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
  expect(await own.withToken(good).auth.me.query()).not.toBeNull();
  expect(await problemOf(weak.sign())).toEqual(refusedFor("WRONG_SIGNATURE"));
});

test("a key that is none is the token's fault", async () => {
  const keys = [{ kty: "RSA", kid: "broken", alg: "RS256", n: "AQAB", e: "not base64 !" }];
  const { publicRoute, problemOf } = await withService(async () => Response.json({ keys }));
  const weak = weakPair();
  const token = weak.sign("broken");
  expect(await problemOf(token)).toEqual(refusedFor("UNUSABLE_KEY"));
  expect(await publicRoute(token)).toBe(200);
});

/** A token that names this key, signed by nobody's. */
async function strangerTo(kid: string) {
  const { privateKey } = await generateKeyPair("ES256");
  return new SignJWT(claims()).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
}

/** A login service that hangs, whatever is tried to stop it, until it is let go: it has no keys then. */
async function hangingService() {
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const letGo = () => release?.();
  const service = await withService(async () => {
    await released;
    return Response.json({ keys: [] });
  });
  onTestFinished(letGo);
  return { ...service, letGo };
}

test("while the login service hangs, public routes do not wait for it", async () => {
  const { publicRoute, own } = await hangingService();
  const token = await strangerTo("any");
  expect(await publicRoute(token)).toBe(200);
  expect((await own.withToken(token).products.list.query({})).items).toEqual([]);
});

test("who comes a second after a request that hangs is told at once; after a while it is forgotten", async () => {
  const { own, asked, problemOf, letGo } = await hangingService();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const token = await strangerTo("any");
  const start = Date.now();
  own.world.time = new Date(start);
  const first = problemOf(token);
  await vi.waitFor(() => expect(asked.times).toBe(1), { timeout: 60_000 });
  own.world.time = new Date(start + 1_000);
  expect(await problemOf(token)).toEqual(["LOGIN_SERVICE_UNAVAILABLE", {}]);
  own.world.time = new Date(start + 10_000);
  const later = problemOf(token);
  letGo();
  expect([await first, await later]).toEqual([refusedFor("UNKNOWN_KEY"), refusedFor("UNKNOWN_KEY")]);
});

test("a service that fails is left alone, longer each time, whatever keys the tokens name", async () => {
  const { own, asked, problemOf } = await withService(async () => new Response("down", { status: 500 }));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const start = Date.now();
  const askAt = async (seconds: number) => {
    own.world.time = new Date(start + seconds * 1_000);
    for (let index = 0; index < 3; index += 1)
      expect(await problemOf(await strangerTo(`unknown-${seconds}-${index}`))).toEqual([
        "LOGIN_SERVICE_UNAVAILABLE",
        {},
      ]);
    return asked.times;
  };
  expect([await askAt(0), await askAt(9), await askAt(10), await askAt(29), await askAt(30)]).toEqual([1, 1, 2, 2, 3]);
});

test("many unknown keys have the service asked once in half a minute; known ones are found meanwhile", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "known" }];
  const { own, asked, problemOf } = await withService(async () => Response.json({ keys }));
  const start = Date.now();
  for (let index = 0; index < 20; index += 1) {
    own.world.time = new Date(start + index * 1_000);
    expect(await problemOf(await strangerTo(`unknown-${index}`))).toEqual(refusedFor("UNKNOWN_KEY"));
  }
  expect(asked.times).toBe(1);
  own.world.time = new Date(start + 30_000);
  await problemOf(await strangerTo("unknown"));
  expect(asked.times).toBe(2);
  const good = await new SignJWT(claims()).setProtectedHeader({ alg: "ES256", kid: "known" }).sign(privateKey);
  expect(await own.withToken(good).auth.me.query()).not.toBeNull();
  expect(asked.times).toBe(2);
});
