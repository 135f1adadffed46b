import { parseArgs, styleText } from "node:util";
import { newWebhookSecret } from "@till/api/webhooks";
import { webhookTimeoutMs } from "@till/domain";
import { defaultTillUrl } from "../running-till.ts";
import { verifyCheckout } from "./checkout/verify-checkout.ts";
import { type Finding, allHeld } from "./finding.ts";
import { printedReport } from "./report.ts";
import { stateReader } from "./webhooks/effects.ts";
import { verifyWebhooks } from "./webhooks/verify-webhooks.ts";

const webhooksUsage = `till verify webhooks --url http://localhost:3000/hooks --secret whsec_… [--state-url …] [--wait 5] [--json]

Sends to your server what Till sends in production, and what it must refuse: repeats, webhooks out of order, wrong
signatures, new fields. It needs no running Till. --secret, or TILL_WEBHOOK_SECRET, is the secret that your server
verifies with. It prints what held, and for the rest why it matters and how to mend it. The exit code is 1 if something
did not hold.

With --state-url it also checks that each order had its effect once. Then GET {state-url}?order=42 of your server
answers { "count": 1 }: how often it did for order 42 what it does when an order is paid. --wait says how many seconds
that may take.`;

const checkoutUsage = `till verify checkout --url http://localhost:3000/checkout [--till http://localhost:8787] [--wait 5] [--json]

Buys at your shop while things go wrong between it and Till: a lost answer, a double click, 3-D Secure left open, a late
success. Then it checks that there is one order and one charge, and that your shop said the truth. It needs a running
Till, and makes a till in it. To use the till that your shop uses already, name that: --till http://localhost:8787/t/…
Use one made by till new: its clock is moved.

POST {url} with { "checkout": "chk_1", "source": { "token": "pm_card_visa" }, "till": { "url": "…", "token": "…" } }
places an order and pays it with the source. It answers { "orderId": 42, "outcome": "paid" }, which is what the customer
sees: paid, declined, confirm, pending or cancelled. GET {url}?checkout=chk_1 answers what the customer sees now.`;

/** What `verify` does and takes, or only `verify webhooks` or `verify checkout`. */
export function verifyUsage([what]: readonly string[]): string {
  if (what === "webhooks") return webhooksUsage;
  if (what === "checkout") return checkoutUsage;
  return `${webhooksUsage}\n\n${checkoutUsage}`;
}

/** Verifies somebody's own server, and returns the exit code. @throws a sentence that says what to do. */
export async function verify([what, ...args]: string[]): Promise<number> {
  switch (what) {
    case "webhooks":
      return webhooks(args);
    case "checkout":
      return checkout(args);
    default:
      throw new Error(`till verify takes webhooks or checkout.\n\n${verifyUsage([])}`);
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
  const url = readUrl("--url", values.url, "http://localhost:3000/hooks");
  const stateUrl = values["state-url"];
  const findings = await verifyWebhooks({
    url,
    secret: readSecret(values.secret, url),
    readState:
      stateUrl === undefined ? undefined : stateReader(readUrl("--state-url", stateUrl, "http://localhost:3000/state")),
    timeoutMs: webhookTimeoutMs,
    pauseMs: 250,
    waitMs: readSeconds(values.wait) * 1_000,
    settleMs: 500,
  });
  return report(`Webhooks to ${url.href}`, findings, values.json && {});
}

/** Longer than the typed client waits for an answer of Till. */
const checkoutTimeoutMs = 45_000;

async function checkout(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      till: { type: "string", default: defaultTillUrl() },
      wait: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const url = readUrl("--url", values.url, "http://localhost:3000/checkout");
  const till = readUrl("--till", values.till, "http://localhost:8787").href.replace(/\/+$/, "");
  const waitMs = readSeconds(values.wait) * 1_000;
  const { findings, tillUrl, isKept } = await verifyCheckout({ url, till, timeoutMs: checkoutTimeoutMs, waitMs });
  const exitCode = report(`The checkout at ${url.href}`, findings, values.json && { till: isKept ? tillUrl : null });
  if (isKept && !values.json)
    console.log(styleText("dim", `Look at the orders as Meera, at ${tillUrl}/counter/orders\n`));
  return exitCode;
}

/** Prints what was found, for a person or as JSON with some more fields, and returns the exit code. */
function report(title: string, findings: readonly Finding[], json: false | object): number {
  const held = allHeld(findings);
  console.log(
    json
      ? JSON.stringify({ held, ...json, checks: findings }, null, 2)
      : printedReport(title, findings, process.stdout.columns ?? Infinity),
  );
  return held ? 0 : 1;
}

function readUrl(option: string, value: string | undefined, sample: string): URL {
  const example = `such as ${option} ${sample}`;
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
