import { explainIssue } from "@till/contracts";
import type { TursoAccount } from "@till/db";
import * as z from "zod";
import { channelDependencies, channelVariables } from "./channel-settings.ts";
import { retentionVariables } from "./retention-settings.ts";
import { gatewayDependencies, gatewayVariables } from "./gateway-settings.ts";
import { entriesOf } from "./setting-lists.ts";
import { shopVariables } from "./shop-settings.ts";

const minSecretLength = 32;
/** A text of this length with fewer different characters was typed, not drawn at random. */
const minSecretCharacters = 12;

const howToMakeOne = `set it to a random text of ${minSecretLength} characters or more, such as \`openssl rand -base64 32\` prints`;

const switchSchema = z
  .enum(["on", "off"])
  .default("off")
  .transform((value) => value === "on");

const secretSchema = z
  .string()
  .min(minSecretLength, { error: `is too short: ${howToMakeOne}`, abort: true })
  .refine((secret) => new Set(secret).size >= minSecretCharacters, `is too easy to guess: ${howToMakeOne}`);

/** Whether a text is an origin as browsers send it: scheme, host and port, and nothing behind. */
const isOrigin = (text: string) => /^https?:/.test(text) && URL.parse(text)?.origin === text;

/** Origins of pages, in a list. */
const originsSchema = z
  .string()
  .default("")
  .transform(entriesOf)
  .refine((origins) => origins.every(isOrigin), "must be origins such as https://shop.example, separated by commas");

/** Whether a text is a host as a URL has it, with its port if that is not the usual one. */
const isHost = (text: string) => URL.parse(`https://${text}`)?.host === text;

/** Hosts, in a list. */
const hostsSchema = z
  .string()
  .default("")
  .transform(entriesOf)
  .refine((hosts) => hosts.every(isHost), "must be hosts such as shop.example, separated by commas");

const countSchema = (max: number) => z.coerce.number().int().min(1).max(max);

const variables = z.object({
  DATABASE_URL: z
    .url()
    .describe(
      "The libSQL database: http://… for a local server, libsql://… for Turso. With many tills, `{till}` stands for the till: libsql://{till}-acme.turso.io.",
    ),
  DATABASE_AUTH_TOKEN: z.string().min(1).optional().describe("The token of the database."),
  AUTH_SECRET: secretSchema
    .optional()
    .describe("The secret that bearer tokens are signed with (HS256). With AUTH_JWKS_URL it signs the sandbox's only."),
  AUTH_JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The public keys of the login service (a JWK Set), with which its tokens are verified."),
  AUTH_ISSUER: z.string().min(1).optional().describe("Who must have issued a token: its claim `iss`."),
  AUTH_AUDIENCE: z.string().min(1).optional().describe("Whom a token must be for: its claim `aud`."),
  AUTH_ROLE_CLAIM: z
    .string()
    .min(1)
    .default("role")
    .describe("The claim that says `staff` for staff: a name, or a path such as `app_metadata.role`."),
  LOGIN_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The login page that the shop's sign-in leads to. It sends people back with a token."),
  SANDBOX: switchSchema.describe(
    "`on` for demos and tests: anybody may sign in as a demo person, and pay with test cards.",
  ),
  PUBLIC_ORIGIN: z
    .string()
    .refine(isOrigin, "must be an origin such as https://shop.example, without a path")
    .optional()
    .describe(
      "Where customers reach Till: links begin with it. Without it, in a sandbox, with the origin of the request.",
    ),
  ...shopVariables,
  ...channelVariables,
  ...gatewayVariables,
  WEBHOOK_PRIVATE_TARGETS: switchSchema.describe(
    "`on` lets webhooks go to http and private addresses, such as localhost. Only where the sandbox is on.",
  ),
  TILLS: z
    .enum(["single", "many"])
    .default("single")
    .describe("`many` for more tills than the default one: each has a database of its own."),
  TURSO_ORGANIZATION: z
    .string()
    .regex(/^[\w-]+$/, "must be the slug of an organization, such as acme")
    .optional()
    .describe("With many tills on Turso: the organization that their databases are in."),
  TURSO_GROUP: z.string().min(1).default("default").describe("With many tills on Turso: the group of their databases."),
  TURSO_PLATFORM_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe("With many tills on Turso: a token of its platform API, which makes and deletes their databases."),
  CORS_ORIGINS: originsSchema.describe("The web origins whose pages may call the API and frame the 3-D Secure page."),
  MCP: z
    .enum(["on", "off"])
    .optional()
    .describe(
      "`on` serves agents at `/mcp`, and `off` does not. Without it, agents are served where the sandbox is on.",
    ),
  RATE_LIMITS: z
    .enum(["on", "off"])
    .default("on")
    .transform((value) => value === "on")
    .describe("`off` lets a caller send as many requests as it likes."),
  ORDER_TTL_MINUTES: countSchema(7 * 24 * 60)
    .default(30)
    .describe("How long an ONLINE order may stay unpaid."),
  COD_TTL_HOURS: countSchema(90 * 24)
    .default(7 * 24)
    .describe("How long a COD order may stay without its cash being collected."),
  GUEST_LINK_DAYS: countSchema(3_650).default(90).describe("How many days the link of a guest to their order works."),
  RETURN_HOSTS: hostsSchema.describe(
    "The hosts that 3-D Secure may lead back to, besides Till's own: the hosts of `returnUrl`, such as shop.example.",
  ),
  MAX_OPEN_ORDERS_PER_CUSTOMER: countSchema(1_000_000)
    .default(300)
    .describe("How many unpaid orders one customer may have at a time."),
  MAX_RESERVED_PIECES_PER_CUSTOMER: countSchema(1_000_000)
    .default(500)
    .describe("How many pieces of counted stock one customer may hold in unpaid orders."),
  ...retentionVariables,
});

/** The other variables that a variable needs, each as a sentence that starts with the name of the variable to set. */
type Dependency = readonly [variable: keyof Config, isMissing: (config: Config) => boolean, sentence: string];

const dependencies: readonly Dependency[] = [
  [
    "DATABASE_AUTH_TOKEN",
    ({ DATABASE_URL, DATABASE_AUTH_TOKEN }) => !DATABASE_URL.startsWith("http:") && DATABASE_AUTH_TOKEN === undefined,
    "is missing: a remote database needs its token",
  ],
  [
    "AUTH_SECRET",
    ({ AUTH_SECRET, AUTH_JWKS_URL }) => AUTH_SECRET === undefined && AUTH_JWKS_URL === undefined,
    `is missing: ${howToMakeOne}, and have your login service sign with it; or set AUTH_JWKS_URL`,
  ],
  [
    "AUTH_SECRET",
    ({ AUTH_SECRET, AUTH_JWKS_URL, SANDBOX }) => SANDBOX && AUTH_SECRET === undefined && AUTH_JWKS_URL !== undefined,
    `is missing: the sandbox signs in with it. ${howToMakeOne}`,
  ],
  [
    "DATABASE_URL",
    ({ TILLS, DATABASE_URL }) => TILLS === "many" && !DATABASE_URL.includes("{till}"),
    "names one database: with TILLS=many it must have {till} in it, such as libsql://{till}-acme.turso.io",
  ],
  ...(["TURSO_ORGANIZATION", "TURSO_PLATFORM_TOKEN"] as const).map(
    (variable) =>
      [
        variable,
        (config: Config) =>
          config.TILLS === "many" && !config.DATABASE_URL.startsWith("http:") && config[variable] === undefined,
        "is missing: with TILLS=many, the databases of tills are made with it",
      ] as const,
  ),
  [
    "PUBLIC_ORIGIN",
    ({ PUBLIC_ORIGIN, SANDBOX }) => !SANDBOX && PUBLIC_ORIGIN === undefined,
    "is missing: links to receipts and payments begin with it. Set it to where customers reach Till, such as https://shop.example",
  ],
  ...(["AUTH_ISSUER", "AUTH_AUDIENCE"] as const).map(
    (variable) =>
      [
        variable,
        (config: Config) => config.AUTH_JWKS_URL !== undefined && config[variable] === undefined,
        "is missing: with AUTH_JWKS_URL, say which issuer and audience a token must name",
      ] as const,
  ),
  ...channelDependencies,
  ...gatewayDependencies,
];

/** Every variable that the Worker reads from its environment, with its default and its purpose. */
export const configSchema = variables.superRefine((config, context) => {
  for (const [variable, isMissing, message] of dependencies)
    if (isMissing(config)) context.addIssue({ code: "custom", path: [variable], message });
});

export type Config = z.output<typeof variables>;

/** Whether agents are served. */
export const servesAgents = ({ MCP, SANDBOX }: Pick<Config, "MCP" | "SANDBOX">): boolean =>
  MCP === undefined ? SANDBOX : MCP === "on";

/** The account that databases are made in; null for a local server. A complete configuration has it where it is needed. */
export function tursoAccountOf(config: Config): TursoAccount | null {
  const { TURSO_ORGANIZATION: organization, TURSO_PLATFORM_TOKEN: platformToken, TURSO_GROUP: group } = config;
  return organization && platformToken ? { organization, platformToken, group } : null;
}

/**
 * The Worker's settings, read from its environment.
 *
 * @throws when one is missing or weak or wrong: a sentence that names each such variable and says what to set.
 */
export function readConfig(env: unknown): Config {
  const config = configSchema.safeParse(env, { error: explainIssue });
  if (config.success) return config.data;
  const faults = config.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new Error(`Till is not configured. ${faults.join("; ")}.`);
}
