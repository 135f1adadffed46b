import { type PageSettings, plainTextSchema, timeZoneSchema } from "@till/contracts";
import { type Shop, demoShop } from "@till/domain";
import * as z from "zod";
import type { GatewayConfig } from "./gateway-settings.ts";
import { contrastWithWhite, minContrast } from "./contrast.ts";

const nameLength = 60;
const addressLength = 254;

const nameSchema = plainTextSchema(nameLength).min(1);

const isEmail = (text: string) => z.email().safeParse(text).success;
const isUrl = (text: string) => z.url({ protocol: /^https?$/ }).safeParse(text).success;

/** An email address, or one with a name before it: `Acme Coffee <orders@acme.example>` (RFC 5322, 3.4). */
function isSender(text: string): boolean {
  const [, name, address] = /^([^<>"]+) <([^<>]+)>$/.exec(text) ?? [];
  return isEmail(name === undefined ? text : (address ?? ""));
}

/** Whether the runtime knows the language of a tag: an unknown one would silently read as that of the machine. */
function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

const colorSchema = z
  .string()
  .regex(/^#[\da-f]{6}$/i, { error: "must be a colour of six hexadecimal digits, such as #17694c", abort: true })
  .refine((color) => contrastWithWhite(color) >= minContrast, {
    error: ({ input }) =>
      `is too light: white text on it has a contrast of ${(Math.floor(contrastWithWhite(String(input)) * 100) / 100).toFixed(2)}, and links need ${minContrast}. Choose a darker colour`,
  });

/** How the shop presents itself to its customers, as variables of the Worker. */
export const shopVariables = {
  SHOP_NAME: nameSchema
    .optional()
    .describe(
      "The name of the shop on pages, receipts and messages. Without it, the host of PUBLIC_ORIGIN; in a sandbox, a demo shop's.",
    ),
  SHOP_SUPPORT: plainTextSchema(addressLength)
    .refine(
      (text) => isEmail(text) || isUrl(text),
      "must be an email address such as help@shop.example, or a URL such as https://shop.example/help",
    )
    .optional()
    .describe("Where customers get help, on receipts and in emails: an email address or a URL."),
  SHOP_LOCALE: z
    .string()
    .refine(isLocale, "must be a language tag (BCP 47) such as en-IN or de-DE")
    .optional()
    .describe("The locale of amounts and dates on receipts and in messages. Without it, that of the currency."),
  SHOP_TIME_ZONE: timeZoneSchema.default(demoShop.timeZone).describe("The time zone of dates on receipts."),
  SHOP_COLOR: colorSchema
    .optional()
    .describe("The accent of pages and emails, dark enough for white text on it (WCAG 2.2 AA)."),
  EMAIL_FROM: plainTextSchema(nameLength + addressLength)
    .refine(isSender, "must be an email address, or a name and one: Acme Coffee <orders@acme.example>")
    .optional()
    .describe("The sender of emails. Till hands it to the channel that sends them."),
};

/** The settings that the shop follows from. */
type ShopConfig = z.output<z.ZodObject<typeof shopVariables>> & {
  readonly SANDBOX: boolean;
  readonly PUBLIC_ORIGIN?: string | undefined;
};

/** The settings that its card field follows from. */
type CardFieldConfig = Pick<GatewayConfig, "GATEWAY" | "STRIPE_PUBLISHABLE_KEY">;

/** Settings as a part of an entity tag: what is made with them changes with them. */
export const tagOf = (settings: object): string => encodeURIComponent(JSON.stringify(settings));

/** The shop of a deployment. One without a name has the host that its customers see in the address bar. */
export function shopOf(config: ShopConfig): Shop {
  const { SHOP_NAME, SHOP_SUPPORT, SHOP_LOCALE, SHOP_TIME_ZONE, SHOP_COLOR, SANDBOX, PUBLIC_ORIGIN } = config;
  const host = SANDBOX || PUBLIC_ORIGIN === undefined ? undefined : new URL(PUBLIC_ORIGIN).host;
  const name = SHOP_NAME ?? host;
  return {
    name: name ?? demoShop.name,
    signsMessages: name !== undefined,
    support: SHOP_SUPPORT ?? null,
    color: SHOP_COLOR ?? null,
    locale: SHOP_LOCALE ?? null,
    timeZone: SHOP_TIME_ZONE,
  };
}

/** What the document of the shop says of it. */
export function pageSettingsOf(config: ShopConfig & CardFieldConfig): PageSettings {
  const { name, support, color } = shopOf(config);
  const { SANDBOX, GATEWAY, STRIPE_PUBLISHABLE_KEY: publishableKey } = config;
  const cardField = GATEWAY === "stripe" && publishableKey ? { gateway: GATEWAY, publishableKey } : null;
  return { name, support, color, mode: SANDBOX ? "sandbox" : "live", cardField };
}
