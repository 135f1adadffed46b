import * as z from "zod";
import { isSafeUrl } from "./local-address.ts";
import { entriesOf } from "./setting-lists.ts";

const providerUrlSchema = z
  .string()
  .refine(isSafeUrl, "must be an https URL, or an http URL of this machine, such as http://127.0.0.1:9000")
  .transform((url) => url.replace(/\/+$/, ""))
  .optional();

const keySchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/, "must be the key as the provider shows it, without spaces")
  .optional();

/** A phone number, a name of up to 11 letters, digits and spaces, or the id of a messaging service. */
const smsSender = /^(?:\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|MG[\da-f]{32})$/;

const recipientsSchema = z
  .string()
  .default("")
  .transform((list) => entriesOf(list.toLowerCase()))
  .refine(
    (recipients) => recipients.every((recipient) => /^(?:[^@]*@[^@]+\.[^@]+|\+\d{7,15})$/.test(recipient)),
    "must be email addresses, domains such as @shop.example, and phone numbers such as +919811111111, separated by commas",
  );

/** What messages are sent with, as variables of the Worker. */
export const channelVariables = {
  EMAIL_PROVIDER: z
    .enum(["mock", "resend", "postmark"])
    .default("mock")
    .describe("Who sends emails. `mock` writes them to the log of a sandbox."),
  RESEND_API_KEY: keySchema.describe("The API key of Resend, with the permission to send."),
  POSTMARK_SERVER_TOKEN: keySchema.describe("The server API token of Postmark."),
  EMAIL_API_URL: providerUrlSchema.describe("Where the email provider is reached, if not at its public address."),
  SMS_PROVIDER: z
    .enum(["mock", "twilio"])
    .default("mock")
    .describe("Who sends text messages. `mock` writes them to the log of a sandbox."),
  SMS_FROM: z
    .string()
    .regex(
      smsSender,
      "must be a phone number such as +14155550100, a name of up to 11 letters and digits, or the id of a messaging service (MG…)",
    )
    .optional()
    .describe("The sender of text messages."),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[\da-f]{32}$/, "must be the id of an account: AC and 32 hexadecimal digits")
    .optional()
    .describe("The id of the account at Twilio."),
  TWILIO_AUTH_TOKEN: keySchema.describe("The auth token of that account."),
  SMS_API_URL: providerUrlSchema.describe("Where the SMS provider is reached, if not at its public address."),
  SANDBOX_RECIPIENTS: recipientsSchema.describe(
    "With a provider in a sandbox: who gets real messages. All others find theirs in the inbox only.",
  ),
};

type ChannelConfig = z.output<z.ZodObject<typeof channelVariables>> & { readonly EMAIL_FROM?: string | undefined };

/** What each provider needs, and how to get it. */
const needs: readonly (readonly [
  variable: keyof ChannelConfig,
  provider: "EMAIL_PROVIDER" | "SMS_PROVIDER",
  name: string,
  how: string,
])[] = [
  ["RESEND_API_KEY", "EMAIL_PROVIDER", "resend", "make a key with sending access in Resend's dashboard"],
  ["EMAIL_FROM", "EMAIL_PROVIDER", "resend", "set it to an address of a domain that Resend has verified"],
  ["POSTMARK_SERVER_TOKEN", "EMAIL_PROVIDER", "postmark", "copy it from “API Tokens” of your server in Postmark"],
  [
    "EMAIL_FROM",
    "EMAIL_PROVIDER",
    "postmark",
    "set it to a sender signature or an address of a domain that Postmark has verified",
  ],
  ["TWILIO_ACCOUNT_SID", "SMS_PROVIDER", "twilio", "copy it from Twilio's console"],
  ["TWILIO_AUTH_TOKEN", "SMS_PROVIDER", "twilio", "copy it from Twilio's console"],
  ["SMS_FROM", "SMS_PROVIDER", "twilio", "set it to a number of your account, such as +14155550100"],
];

/** The variables that a provider needs, each with the sentence for when it is missing. */
export const channelDependencies = needs.map(
  ([variable, setting, name, how]) =>
    [
      variable,
      (config: ChannelConfig) => config[setting] === name && config[variable] === undefined,
      `is missing: with ${setting}=${name}, ${how}`,
    ] as const,
);
