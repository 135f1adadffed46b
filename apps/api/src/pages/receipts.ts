import { limits } from "@till/contracts";
import { type ReceiptFacts, findReceipt, sha256Hex } from "@till/db";
import { type Shop, pages } from "@till/domain";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Config } from "../config.ts";
import { findRateLimiter } from "../rate-limiter.ts";
import { tagOf } from "../shop-settings.ts";
import type { Work } from "../work/work.ts";
import { keptFile } from "./kept-file.ts";
import { type Answer, messagePage, show } from "./page.ts";
import { tellReceipt } from "./receipt.ts";
import { receiptPage, unknownReceiptPage } from "./receipt-page.ts";

/** Relative, so that it stays in the same till as the page. */
const pdfLink = "receipt.pdf";

/** Answers with the receipt of a payment as a page. */
export async function answerReceipt(c: Context<AppEnv>, { db }: Work, paymentId: string) {
  const facts = await findReceipt(db, paymentId);
  if (!facts) return show(c, noReceipt);
  return show(c, { status: 200, page: receiptPage(tellReceipt(facts, c.get("shop")), pdfLink) });
}

/** Answers with the receipt of a payment as a PDF. */
export async function answerPdf(c: Context<AppEnv>, { db, baseUrl, shop, config }: Work, paymentId: string) {
  const facts = await findReceipt(db, paymentId);
  return facts ? sendPdf(c, { facts, baseUrl, shop }, config) : show(c, noReceipt);
}

/** Whether a header `If-None-Match` names this version (RFC 9110, 13.1.2). */
const names = (header: string | undefined, tag: string): boolean =>
  (header ?? "").split(",").some((one) => one.trim() === tag);

/** What a receipt says, and where its till is. */
interface Receipt {
  readonly facts: ReceiptFacts;
  readonly baseUrl: string;
  readonly shop: Shop;
}

/**
 * Sends the PDF of a receipt. It is the most expensive answer to a link without a token. So Till makes one for each
 * text of the receipt, caches it, and limits how often it makes one. An erase changes the text and not the version of
 * the order, and must not leave the old file in the cache. The cache key is the address in the receipt's till, not that of
 * the request: a header can name the till, and a fork has the payment ids of its source.
 */
async function sendPdf(c: Context<AppEnv>, { facts, baseUrl, shop }: Receipt, config: Config) {
  const { updatedAt } = facts.order;
  const receipt = tellReceipt(facts, shop);
  const made = `${sha256Hex(JSON.stringify([receipt, updatedAt]))}~${tagOf(shop)}`;
  const etag = `W/"${made}"`;
  if (names(c.req.header("if-none-match"), etag)) return c.body(null, 304, { ETag: etag });
  const key = `${baseUrl}${pages.receipt(facts.id)}.pdf?version=${encodeURIComponent(made)}`;
  const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
  const pdf = await keptFile({ key, waitUntil }, async () => {
    if (!(await findRateLimiter(c.env, config.RATE_LIMITS)("receipt", facts.id))) return null;
    // The PDF library is larger than the rest of the Worker, so it loads only when it is needed.
    const { receiptPdf } = await import("./receipt-pdf.ts");
    return receiptPdf(receipt, shop, updatedAt);
  });
  if (pdf === null) {
    c.header("Retry-After", String(limits.rates.periodSeconds));
    return show(c, tooOften);
  }
  return c.body(pdf, 200, {
    ETag: etag,
    "Content-Type": "application/pdf",
    "Content-Disposition": `inline; filename="receipt-${facts.orderId}.pdf"`,
  });
}

const tooOften: Answer = {
  status: 429,
  page: messagePage("Just a moment", [
    `This receipt was downloaded very often. Try again in ${limits.rates.periodSeconds} seconds, or print its page instead.`,
  ]),
};

const noReceipt: Answer = { status: 404, page: unknownReceiptPage };
