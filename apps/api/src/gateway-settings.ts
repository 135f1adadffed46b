import * as z from "zod";
import { isSafeUrl } from "./local-address.ts";
import { entriesOf } from "./setting-lists.ts";

/** The gateways that a deployment can name. */
const gatewayNames = ["simulator", "stripe"] as const;
export type GatewayName = (typeof gatewayNames)[number];

const isGatewayName = (name: string): name is GatewayName => (gatewayNames as readonly string[]).includes(name);

/** A key of Stripe. No message repeats it: it may be the wrong secret, and still one. */
const keySchema = (pattern: RegExp, sentence: string) => z.string().regex(pattern, { error: sentence }).optional();

const isSafeOrigin = (text: string) => isSafeUrl(text) && URL.parse(text)?.origin === text;

/** The payment gateway, as variables of the Worker. */
export const gatewayVariables = {
  GATEWAY: z
    .enum(gatewayNames)
    .default("simulator")
    .describe("The payment gateway: `simulator`, which takes test cards in a sandbox only, or `stripe`."),
  FORMER_GATEWAYS: z
    .string()
    .default("")
    .transform(entriesOf)
    .refine((names) => names.every(isGatewayName), `must be names of gateways: ${gatewayNames.join(", ")}`)
    .transform((names) => names as GatewayName[])
    .describe("The gateways that took payments before. Their refunds and open payments still go to them."),
  STRIPE_SECRET_KEY: keySchema(
    /^(?:sk|rk)_(?:test|live)_\w+$/,
    "must be a secret key of Stripe, such as sk_live_…, or a restricted one, such as rk_live_…",
  ).describe("With `stripe`: the secret key, or a restricted one that may write PaymentIntents and refunds."),
  STRIPE_WEBHOOK_SECRET: keySchema(
    /^whsec_\S+$/,
    "must be the signing secret of the endpoint at Stripe, such as whsec_…",
  ).describe("With `stripe`: the secret that it signs its events with."),
  STRIPE_PUBLISHABLE_KEY: keySchema(
    /^pk_(?:test|live)_\w+$/,
    "must be a publishable key of Stripe, such as pk_live_…",
  ).describe("With `stripe`: the key that the shop's card field is shown with. It is public."),
  STRIPE_API_BASE: z
    .string()
    .refine(isSafeOrigin, "must be an origin with https, or one of this machine such as http://127.0.0.1:12111")
    .optional()
    .describe("With `stripe`: where a stand-in of its API is, for tests. Without it, Stripe's own."),
};

/** The settings of the gateway. */
export type GatewayConfig = z.output<z.ZodObject<typeof gatewayVariables>>;

type DependentConfig = GatewayConfig & { readonly SANDBOX: boolean };

const usesStripe = ({ GATEWAY, FORMER_GATEWAYS }: GatewayConfig) =>
  GATEWAY === "stripe" || FORMER_GATEWAYS.includes("stripe");

const isLive = (key: string | undefined) => key?.includes("_live_") === true;

/** What the variables of a gateway need of each other. The sentences follow the name of the variable. */
export const gatewayDependencies = [
  [
    "STRIPE_SECRET_KEY",
    (config: DependentConfig) => usesStripe(config) && config.STRIPE_SECRET_KEY === undefined,
    "is missing: Till calls Stripe with it. It is in Stripe's dashboard, among the API keys",
  ],
  [
    "STRIPE_SECRET_KEY",
    (config: DependentConfig) => config.SANDBOX && isLive(config.STRIPE_SECRET_KEY),
    "is a live key, and where the sandbox is on, anybody may act as staff and move real money. Use a test key, sk_test_…, or switch SANDBOX off",
  ],
  [
    "STRIPE_WEBHOOK_SECRET",
    (config: DependentConfig) => usesStripe(config) && config.STRIPE_WEBHOOK_SECRET === undefined,
    "is missing: Stripe signs its events with it. Stripe's dashboard shows it with the endpoint",
  ],
  [
    "STRIPE_PUBLISHABLE_KEY",
    (config: DependentConfig) => config.GATEWAY === "stripe" && config.STRIPE_PUBLISHABLE_KEY === undefined,
    "is missing: the shop's card field needs it. It is in Stripe's dashboard, beside the secret key",
  ],
  [
    "STRIPE_PUBLISHABLE_KEY",
    (config: DependentConfig) =>
      config.STRIPE_SECRET_KEY !== undefined &&
      config.STRIPE_PUBLISHABLE_KEY !== undefined &&
      isLive(config.STRIPE_PUBLISHABLE_KEY) !== isLive(config.STRIPE_SECRET_KEY),
    "is for another mode than STRIPE_SECRET_KEY: both are for tests, or both are live",
  ],
  [
    "STRIPE_API_BASE",
    (config: DependentConfig) => config.STRIPE_API_BASE !== undefined && isLive(config.STRIPE_SECRET_KEY),
    "is for tests: a live key goes to Stripe itself only. Remove it",
  ],
] as const;
