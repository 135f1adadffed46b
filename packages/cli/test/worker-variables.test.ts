import type { configSchema } from "@till/api/config";
import { expect, test } from "vitest";
import { workerVariables } from "../src/session/worker-variables.ts";

const database = { url: "http://127.0.0.1:8790", tillUrl: "http://127.0.0.1:8790/{till}/", authToken: undefined };
const secret = "b1946ac92492d2347c6235b4d2611184f3c2";
const given = { database, authSecret: secret, url: "http://localhost:8787" };

test("without an environment the Worker gets what a sandbox needs", () => {
  expect(workerVariables({ SANDBOX: "" }, given)).toEqual({
    AUTH_SECRET: secret,
    SANDBOX: "on",
    WEBHOOK_PRIVATE_TARGETS: "on",
    RATE_LIMITS: "off",
    DATABASE_URL: database.tillUrl,
    DATABASE_AUTH_TOKEN: undefined,
    TILLS: "many",
  });
});

/** A value of each setting that differs from its default and from what `dev` sets. */
const values: Record<keyof typeof configSchema.shape, string> = {
  DATABASE_URL: "libsql://shop.turso.io",
  DATABASE_AUTH_TOKEN: "a-token",
  AUTH_SECRET: "another-secret-of-the-environment-1234",
  AUTH_JWKS_URL: "https://login.example/keys",
  AUTH_ISSUER: "https://login.example/",
  AUTH_AUDIENCE: "till",
  AUTH_ROLE_CLAIM: "app_metadata.role",
  LOGIN_URL: "https://login.example/",
  SANDBOX: "off",
  PUBLIC_ORIGIN: "https://shop.example",
  SHOP_NAME: "Acme",
  SHOP_SUPPORT: "help@shop.example",
  SHOP_LOCALE: "de-DE",
  SHOP_TIME_ZONE: "Europe/Berlin",
  SHOP_COLOR: "#7a1f5c",
  EMAIL_FROM: "orders@shop.example",
  EMAIL_PROVIDER: "postmark",
  RESEND_API_KEY: "re_key",
  POSTMARK_SERVER_TOKEN: "a-server-token",
  EMAIL_API_URL: "http://127.0.0.1:9000",
  SMS_PROVIDER: "twilio",
  SMS_FROM: "+14155550100",
  TWILIO_ACCOUNT_SID: "AC0123456789abcdef0123456789abcdef",
  TWILIO_AUTH_TOKEN: "an-auth-token",
  SMS_API_URL: "http://127.0.0.1:9001",
  SANDBOX_RECIPIENTS: "@shop.example",
  GATEWAY: "stripe",
  FORMER_GATEWAYS: "simulator",
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  STRIPE_PUBLISHABLE_KEY: "pk_test_1",
  STRIPE_API_BASE: "http://127.0.0.1:12111",
  WEBHOOK_PRIVATE_TARGETS: "off",
  CORS_ORIGINS: "https://shop.example",
  MCP: "off",
  RATE_LIMITS: "on",
  ORDER_TTL_MINUTES: "1",
  TILLS: "single",
  TURSO_ORGANIZATION: "acme",
  TURSO_GROUP: "shops",
  TURSO_PLATFORM_TOKEN: "a-platform-token",
  COD_TTL_HOURS: "2",
  GUEST_LINK_DAYS: "7",
  RETURN_HOSTS: "shop.example",
  MAX_OPEN_ORDERS_PER_CUSTOMER: "3",
  MAX_RESERVED_PIECES_PER_CUSTOMER: "4",
  KEEP_MESSAGES_DAYS: "5",
  KEEP_DELIVERIES_DAYS: "6",
  KEEP_REVOKED_KEYS_DAYS: "7",
};

test("every setting of the Worker is handed on, but for the database, which is the one that was opened", () => {
  expect(workerVariables({ ...values, PATH: "/bin", PORT: "1" }, given)).toEqual({
    ...values,
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: undefined,
  });
});

test("without the sandbox, links begin with where the Worker listens", () => {
  expect(workerVariables({ SANDBOX: "off" }, given)).toMatchObject({ SANDBOX: "off", PUBLIC_ORIGIN: given.url });
});

test("a setting that is wrong is said before anything starts", () => {
  expect(() => workerVariables({ ORDER_TTL_MINUTES: "soon" }, given)).toThrow(
    /^Till is not configured\. ORDER_TTL_MINUTES /,
  );
});
