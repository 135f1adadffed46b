import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { shopOf } from "../src/shop-settings.ts";

const secret = "b1946ac92492d2347c6235b4d2611184f3c2";
const good = { DATABASE_URL: "http://127.0.0.1:8790", AUTH_SECRET: secret, PUBLIC_ORIGIN: "https://shop.example" };
const stripe = {
  GATEWAY: "stripe",
  STRIPE_SECRET_KEY: "sk_live_aSecret",
  STRIPE_WEBHOOK_SECRET: "whsec_aSecret",
  STRIPE_PUBLISHABLE_KEY: "pk_live_public",
};
const service = {
  AUTH_JWKS_URL: "https://login.example/.well-known/jwks.json",
  AUTH_ISSUER: "https://login.example/",
  AUTH_AUDIENCE: "till",
};

test("the least that is needed is a database, a secret and an origin; everything that opens a door is off", () => {
  expect(readConfig(good)).toMatchObject({
    SANDBOX: false,
    WEBHOOK_PRIVATE_TARGETS: false,
    CORS_ORIGINS: [],
    RATE_LIMITS: true,
  });
});

test("a live shop takes cards through Stripe, and a sandbox with a key for tests", () => {
  expect(readConfig({ ...good, ...stripe })).toMatchObject(stripe);
  const keys = { STRIPE_SECRET_KEY: "rk_test_1", STRIPE_PUBLISHABLE_KEY: "pk_test_1" };
  expect(readConfig({ ...good, ...stripe, ...keys, SANDBOX: "on" })).toMatchObject({ ...keys, GATEWAY: "stripe" });
});

test("no sentence about a wrong key of Stripe has the key in it", () => {
  const wrong = { STRIPE_SECRET_KEY: "key-aSecret", STRIPE_WEBHOOK_SECRET: "sk_live_aSecret" };
  expect(() => readConfig({ ...good, ...stripe, ...wrong })).toThrow(/^(?!.*aSecret)/s);
});

test("a login service with public keys needs no secret, but where there is a sandbox", () => {
  expect(readConfig({ ...good, AUTH_SECRET: undefined, ...service })).toMatchObject(service);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ["no database", { DATABASE_URL: undefined }, "DATABASE_URL is missing"],
  ["no secret", { AUTH_SECRET: undefined }, "AUTH_SECRET is missing: set it to a random text of 32 characters or more"],
  ["a short secret", { AUTH_SECRET: "too-short" }, "AUTH_SECRET is too short"],
  ["a typed secret", { AUTH_SECRET: "secretsecretsecretsecretsecretsecret" }, "AUTH_SECRET is too easy to guess"],
  ["a remote database without its token", { DATABASE_URL: "libsql://shop.turso.io" }, "DATABASE_AUTH_TOKEN is missing"],
  ["keys without an issuer", { ...service, AUTH_ISSUER: undefined }, "AUTH_ISSUER is missing"],
  ["keys without an audience", { ...service, AUTH_AUDIENCE: undefined }, "AUTH_AUDIENCE is missing"],
  [
    "a sandbox that can't sign",
    { ...service, AUTH_SECRET: undefined, SANDBOX: "on" },
    "AUTH_SECRET is missing: the sandbox",
  ],
  ["no origin", { PUBLIC_ORIGIN: undefined }, "PUBLIC_ORIGIN is missing: links to receipts and payments begin with it"],
  [
    "an origin for links with a path",
    { PUBLIC_ORIGIN: "https://shop.example/till" },
    "PUBLIC_ORIGIN must be an origin",
  ],
  ["a switch that is neither", { SANDBOX: "yes" }, "SANDBOX must be one of on, off"],
  ["a shop without letters", { SHOP_NAME: " " }, "SHOP_NAME must have at least 1 character"],
  [
    "help nowhere",
    { SHOP_SUPPORT: "ask us" },
    "SHOP_SUPPORT must be an email address such as help@shop.example, or a URL",
  ],
  [
    "a language that nobody knows",
    { SHOP_LOCALE: "xx-YY" },
    "SHOP_LOCALE must be a language tag (BCP 47) such as en-IN",
  ],
  [
    "a locale as POSIX writes it",
    { SHOP_LOCALE: "en_IN" },
    "SHOP_LOCALE must be a language tag (BCP 47) such as en-IN",
  ],
  ["no time zone", { SHOP_TIME_ZONE: "Pune" }, "SHOP_TIME_ZONE must be the name of a time zone, such as Asia/Kolkata"],
  [
    "a colour by its name",
    { SHOP_COLOR: "red" },
    "SHOP_COLOR must be a colour of six hexadecimal digits, such as #17694c",
  ],
  [
    "a colour that hides the text on it",
    { SHOP_COLOR: "#777777" },
    "SHOP_COLOR is too light: white text on it has a contrast of 4.47, and links need 5.2. Choose a darker colour",
  ],
  [
    "a sender without an address",
    { EMAIL_FROM: "Acme <acme>" },
    "EMAIL_FROM must be an email address, or a name and one",
  ],
  [
    "a provider without its key",
    { EMAIL_PROVIDER: "resend", EMAIL_FROM: "orders@acme.example" },
    "RESEND_API_KEY is missing: with EMAIL_PROVIDER=resend, make a key with sending access in Resend's dashboard",
  ],
  [
    "another provider's key",
    { EMAIL_PROVIDER: "postmark", EMAIL_FROM: "orders@acme.example", RESEND_API_KEY: "re_1" },
    "POSTMARK_SERVER_TOKEN is missing: with EMAIL_PROVIDER=postmark",
  ],
  [
    "a provider without a sender",
    { EMAIL_PROVIDER: "resend", RESEND_API_KEY: "re_1" },
    "EMAIL_FROM is missing: with EMAIL_PROVIDER=resend, set it to an address of a domain that Resend has verified",
  ],
  ["an account alone", { SMS_PROVIDER: "twilio" }, "TWILIO_AUTH_TOKEN is missing: with SMS_PROVIDER=twilio, copy it"],
  [
    "a sender of texts that no phone shows",
    { SMS_FROM: "Acme Coffee Roasters" },
    "SMS_FROM must be a phone number such as",
  ],
  ["a provider in plain text", { EMAIL_API_URL: "http://mail.example" }, "EMAIL_API_URL must be an https URL"],
  ["a sandbox that writes to anybody", { SANDBOX_RECIPIENTS: "*" }, "SANDBOX_RECIPIENTS must be email addresses"],
  ["an unknown gateway", { GATEWAY: "paypal" }, "GATEWAY must be one of simulator, stripe"],
  ["an unknown gateway from before", { FORMER_GATEWAYS: "stripe,paypal" }, "FORMER_GATEWAYS must be names of gateways"],
  ["a gateway without its key", { ...stripe, STRIPE_SECRET_KEY: undefined }, "STRIPE_SECRET_KEY is missing"],
  ["a gateway from before without its key", { FORMER_GATEWAYS: "stripe" }, "STRIPE_SECRET_KEY is missing"],
  ["a gateway without its events", { ...stripe, STRIPE_WEBHOOK_SECRET: undefined }, "STRIPE_WEBHOOK_SECRET is missing"],
  [
    "a gateway without its field",
    { ...stripe, STRIPE_PUBLISHABLE_KEY: undefined },
    "STRIPE_PUBLISHABLE_KEY is missing",
  ],
  [
    "the public key as the secret",
    { ...stripe, STRIPE_SECRET_KEY: "pk_live_x" },
    "STRIPE_SECRET_KEY must be a secret key",
  ],
  [
    "the secret as the public key",
    { ...stripe, STRIPE_PUBLISHABLE_KEY: "sk_live_x" },
    "STRIPE_PUBLISHABLE_KEY must be",
  ],
  [
    "keys of two modes",
    { ...stripe, STRIPE_PUBLISHABLE_KEY: "pk_test_x" },
    "STRIPE_PUBLISHABLE_KEY is for another mode",
  ],
  ["real money in a sandbox", { ...stripe, SANDBOX: "on" }, "STRIPE_SECRET_KEY is a live key"],
  ["a live key for a stand-in", { ...stripe, STRIPE_API_BASE: "https://a.example" }, "STRIPE_API_BASE is for tests"],
  [
    "keys over plain HTTP",
    { ...stripe, STRIPE_API_BASE: "http://a.example" },
    "STRIPE_API_BASE must be an origin with https",
  ],
  ["any origin", { CORS_ORIGINS: "*" }, "CORS_ORIGINS must be origins such as https://shop.example"],
  ["an origin with a path", { CORS_ORIGINS: "https://shop.example/" }, "CORS_ORIGINS must be origins"],
])("%s: a sentence names the variable and says what to set", (_what, variables, sentence) => {
  expect(() => readConfig({ ...good, ...variables })).toThrow(sentence);
});

test("in a sandbox links may follow the request", () => {
  expect(readConfig({ ...good, SANDBOX: "on", PUBLIC_ORIGIN: undefined }).PUBLIC_ORIGIN).toBeUndefined();
});

test("what is wrong is never quoted: it may be a secret", () => {
  expect(() => readConfig({ ...good, AUTH_SECRET: "hunter2" })).not.toThrow("hunter2");
});

/** The name of a shop with such settings, and whether its messages say it. */
function nameOf(more: Record<string, string | undefined>) {
  const { name, signsMessages } = shopOf(readConfig({ ...good, ...more }));
  return [name, signsMessages];
}

test("a shop has the name of its settings, else the host of its customers; in a sandbox it is the demo shop", () => {
  const named = { SHOP_NAME: "Acme Coffee", SHOP_COLOR: "#6c6c6c", EMAIL_FROM: "Acme Coffee <orders@acme.example>" };
  expect(nameOf(named)).toEqual(["Acme Coffee", true]);
  expect(nameOf({ ...named, SANDBOX: "on" })).toEqual(["Acme Coffee", true]);
  expect(nameOf({})).toEqual(["shop.example", true]);
  expect(nameOf({ SANDBOX: "on" })).toEqual(["Till demo shop", false]);
});
