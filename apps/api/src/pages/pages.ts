import { limits } from "@till/contracts";
import { type ReceiptFacts, TransientFault, findReceipt, sha256Hex } from "@till/db";
import { type Shop, pages } from "@till/domain";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv, WorkOf } from "../app-env.ts";
import type { Config } from "../config.ts";
import { log } from "../log.ts";
import { traceIdIn } from "../trace-id.ts";
import { findRateLimiter } from "../rate-limiter.ts";
import { tagOf } from "../shop-settings.ts";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { refusalOfDatabase } from "../refusals/refusal-of-database.ts";
import { answerPayment, viewPayment } from "./confirm.ts";
import { noAnswerPage } from "./confirm-page.ts";
import { keptFile } from "./kept-file.ts";
import { type Answer, messagePage, privateHeaders, refusalPage, show } from "./page.ts";
import { tellReceipt } from "./receipt.ts";
import { loginAddress } from "./sign-in.ts";
import { receiptPage, unknownReceiptPage } from "./receipt-page.ts";

type Env = { Bindings: AppEnv["Bindings"]; Variables: AppEnv["Variables"] & { frameAncestors?: string } };

const paths = {
  signIn: "/sign-in",
  all: "/payments/*",
  confirm: pages.confirm(":paymentId"),
  receipt: pages.receipt(":paymentId"),
};
const pdfOf = (receipt: string) => `${receipt}.pdf`;
/** Relative, so that it stays in the same till as the page. */
const pdfLink = pdfOf("receipt");
const idOf = (c: Context) => c.req.param("paymentId") ?? "";

/** The maximum size of an answer, in bytes: it is one short field. */
const maxAnswerSize = 1_024;

/** Till's own pages: where a customer confirms a payment, and the receipt. They work without JavaScript. */
export function createPages(config: Config, workOf: WorkOf) {
  const app = new Hono<Env>();

  app.use(paths.all, async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(privateHeaders)) c.header(name, value);
  });

  // A shop may show the bank's page inside its own page.
  app.use(paths.confirm, (c, next) => {
    c.set("frameAncestors", ["'self'", ...config.CORS_ORIGINS].join(" "));
    return next();
  });
  app.get(paths.confirm, async (c) => show(c, await viewPayment(workOf(c), idOf(c))));

  app.post(
    paths.confirm,
    bodyLimit({ maxSize: maxAnswerSize, onError: (c) => show(c, { status: 413, page: noAnswerPage }) }),
    async (c) => {
      const answer = await answerPayment(workOf(c), idOf(c), await c.req.text());
      return "to" in answer ? c.redirect(answer.to, 303) : show(c, answer);
    },
  );

  app.get(paths.receipt, async (c) => {
    const facts = await findReceipt(workOf(c).db, idOf(c));
    if (!facts) return show(c, noReceipt);
    return show(c, { status: 200, page: receiptPage(tellReceipt(facts, c.get("shop")), pdfLink) });
  });

  app.get(pdfOf(paths.receipt), async (c) => {
    const { db, baseUrl, shop } = workOf(c);
    const facts = await findReceipt(db, idOf(c));
    return facts ? sendPdf(c, { facts, baseUrl, shop }, config) : show(c, noReceipt);
  });

  app.get(paths.signIn, (c) => {
    if (config.LOGIN_URL === undefined) return show(c, noLogin);
    const { state = "", to = "/" } = c.req.query();
    c.header("Cache-Control", "no-store");
    return c.redirect(loginAddress(config.LOGIN_URL, workOf(c).origin, { state, to }));
  });

  app.onError((error, c) => {
    if (isCausedBy(error, TransientFault)) return show(c, unreachable);
    const refusal = refusalOfDatabase(error, c.get("till"));
    if (refusal !== null) return show(c, refusalPage(refusal));
    // Not the path itself, because its id opens the page.
    log.error("A page failed.", { requestId: c.get("requestId"), traceId: traceIdIn(c), page: c.req.routePath, error });
    return show(c, broken);
  });
  return app;
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
async function sendPdf(c: Context<Env>, { facts, baseUrl, shop }: Receipt, config: Config) {
  const { updatedAt } = facts.order;
  const receipt = tellReceipt(facts, shop);
  const made = `${sha256Hex(JSON.stringify([receipt, updatedAt]))}~${tagOf(shop)}`;
  const etag = `W/"${made}"`;
  if (names(c.req.header("if-none-match"), etag)) return c.body(null, 304, { ETag: etag });
  const key = `${baseUrl}${pdfOf(pages.receipt(facts.id))}?version=${encodeURIComponent(made)}`;
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

const noLogin: Answer = {
  status: 404,
  page: messagePage("There is no login page", [
    "This shop does not say where its customers sign in. Whoever runs it names its login page in the setting LOGIN_URL.",
  ]),
};

const unreachable: Answer = {
  status: 503,
  page: messagePage("Just a moment", [
    "Till can't reach its database just now. Nothing is half done: load this page again in a moment.",
  ]),
};

const broken: Answer = {
  status: 500,
  page: messagePage("Something went wrong", [
    "This is a fault of Till's own. Load this page again; if it stays like this, tell the shop.",
  ]),
};
