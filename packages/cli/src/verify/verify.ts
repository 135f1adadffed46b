import { parseArgs } from "node:util";
import { newWebhookSecret } from "@till/api/webhooks";
import { webhookTimeoutMs } from "@till/domain";
import { type Finding, allHeld } from "./finding.ts";
import { printedReport } from "./report.ts";
import { stateReader } from "./webhooks/effects.ts";
import { verifyWebhooks } from "./webhooks/verify-webhooks.ts";

export const verifyUsage = `till verify webhooks --url http://localhost:3000/hooks --secret whsec_… [--state-url …] [--wait 5] [--json]

Sends to your server what Till sends in production, and what it must refuse: repeats, webhooks out of order, wrong
signatures, new fields. It needs no running Till. --secret, or TILL_WEBHOOK_SECRET, is the secret that your server
verifies with. It prints what held, and for the rest why it matters and how to mend it. The exit code is 1 if something
did not hold.

With --state-url it also checks that each order had its effect once. Then GET {state-url}?order=42 of your server
answers { "count": 1 }: how often it did for order 42 what it does when an order is paid. --wait says how many seconds
that may take.`;

/** Verifies somebody's own server, and returns the exit code. @throws a sentence that says what to do. */
export async function verify([what, ...args]: string[]): Promise<number> {
  switch (what) {
    case "webhooks":
      return webhooks(args);
    default:
      throw new Error(`till verify takes webhooks.\n\n${verifyUsage}`);
  }
}

async function webhooks(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      secret: { type: "string", default: process.env["TILL_WEBHOOK_SECRET"] ?? "" },
      "state-url": { type: "string" },
      wait: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const url = readUrl("--url", values.url);
  const stateUrl = values["state-url"];
  const findings = await verifyWebhooks({
    url,
    secret: readSecret(values.secret, url),
    readState: stateUrl === undefined ? undefined : stateReader(readUrl("--state-url", stateUrl)),
    timeoutMs: webhookTimeoutMs,
    pauseMs: 250,
    waitMs: readSeconds(values.wait) * 1_000,
    settleMs: 500,
  });
  return report(`Webhooks to ${url.href}`, findings, values.json);
}

/** Prints what was found, and returns the exit code. */
function report(title: string, findings: readonly Finding[], isJson: boolean): number {
  const held = allHeld(findings);
  console.log(
    isJson
      ? JSON.stringify({ held, checks: findings }, null, 2)
      : printedReport(title, findings, process.stdout.columns ?? Infinity),
  );
  return held ? 0 : 1;
}

function readUrl(option: string, value: string | undefined): URL {
  const example = `such as ${option} http://localhost:3000/hooks`;
  if (value === undefined) throw new Error(`${option} is missing: the address of your server, ${example}`);
  const url = URL.parse(value);
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new Error(`${option} must be an http or https address, ${example}`);
  return url;
}

function readSecret(secret: string, url: URL): string {
  if (secret === "") {
    const example = newWebhookSecret();
    throw new Error(
      `--secret is missing: the secret that your server verifies webhooks with. This is a new one. Give it to your server, and run:\n\n  npx till verify webhooks --url ${url.href} --secret ${example}`,
    );
  }
  if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    throw new Error("--secret must be the secret of a webhook endpoint: whsec_ and the base64 of 24 bytes or more.");
  return secret;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 0 && seconds <= 600)) throw new Error("--wait must be a number of seconds from 0 to 600.");
  return seconds;
}
