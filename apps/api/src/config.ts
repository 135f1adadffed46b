import * as z from "zod";

const minSecretLength = 32;

const switchSchema = z
  .enum(["on", "off"])
  .default("off")
  .transform((value) => value === "on");

/** Every variable that the Worker reads from its environment, with its default and what it is for. */
export const configSchema = z.object({
  DATABASE_URL: z.url().describe("The libSQL database: http://… for a local server, libsql://… for Turso."),
  DATABASE_AUTH_TOKEN: z.string().min(1).optional().describe("The token of the database; a local server needs none."),
  AUTH_SECRET: z
    .string()
    .min(minSecretLength, `must have at least ${minSecretLength} characters`)
    .describe("The secret that bearer tokens are signed with (HS256), shared with the login service."),
  SANDBOX: switchSchema.describe("`on` for demos and tests: anybody may sign in as a demo person."),
  WEBHOOK_PRIVATE_TARGETS: switchSchema.describe(
    "`on` lets webhooks go to http and private addresses, such as localhost. Only where the sandbox is on.",
  ),
  ORDER_TTL_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(30)
    .describe("How long an ONLINE order may stay unpaid."),
});

export type Config = z.output<typeof configSchema>;

/**
 * The Worker's settings, read from its environment.
 *
 * @throws when one is missing or wrong: a sentence that names each such variable and says what would be right.
 */
export function readConfig(env: unknown): Config {
  const config = configSchema.safeParse(env);
  if (config.success) return config.data;
  const faults = config.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`Till is not configured. ${faults.join("; ")}.`);
}
