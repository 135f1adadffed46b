import { TransientFault } from "@till/db";
import { late, pages } from "@till/domain";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv, WorkOf } from "../app-env.ts";
import type { Config } from "../config.ts";
import { log } from "../log.ts";
import { traceIdIn } from "../trace-id.ts";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { refusalOfDatabase } from "../refusals/refusal-of-database.ts";
import { type Answer, messagePage, privateHeaders, refusalPage, show } from "./page.ts";
import { loginAddress } from "./sign-in.ts";

type Env = { Bindings: AppEnv["Bindings"]; Variables: AppEnv["Variables"] & { frameAncestors?: string } };

const paths = {
  signIn: "/sign-in",
  all: "/payments/*",
  confirm: pages.confirm(":paymentId"),
  receipt: pages.receipt(":paymentId"),
  pdf: `${pages.receipt(":paymentId")}.pdf`,
};
const idOf = (c: Context) => c.req.param("paymentId") ?? "";

/** The maximum size of an answer, in bytes: it is one short field. */
const maxAnswerSize = 1_024;

const lateConfirm = late(() => import("./confirm.ts"));
const lateReceipts = late(() => import("./receipts.ts"));

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
  app.get(paths.confirm, async (c) => {
    const { viewPayment } = await lateConfirm();
    return show(c, await viewPayment(workOf(c), idOf(c)));
  });

  app.post(
    paths.confirm,
    bodyLimit({ maxSize: maxAnswerSize, onError: async (c) => show(c, (await lateConfirm()).tooLong) }),
    async (c) => {
      const { answerPayment } = await lateConfirm();
      const answer = await answerPayment(workOf(c), idOf(c), await c.req.text());
      return "to" in answer ? c.redirect(answer.to, 303) : show(c, answer);
    },
  );

  app.get(paths.receipt, async (c) => (await lateReceipts()).answerReceipt(c, workOf(c), idOf(c)));
  app.get(paths.pdf, async (c) => (await lateReceipts()).answerPdf(c, workOf(c), idOf(c)));

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
