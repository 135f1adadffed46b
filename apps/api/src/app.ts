import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { explainIssue } from "@till/contracts";
import { Hono } from "hono";
import * as z from "zod";
import { makeContext, realWorld, type World } from "./context.ts";
import { log } from "./log.ts";
import { createPages } from "./pages/pages.ts";
import { refusalOfError } from "./refusal-of-error.ts";
import { appRouter } from "./router.ts";
import { createShop } from "./shop.ts";

z.config({ customError: explainIssue });

const trpcPath = "/trpc";

/** The HTTP application of Till. */
export function createApp(world: World = realWorld) {
  const app = new Hono<{ Bindings: Record<string, unknown> }>();

  /** The process is up. Touches nothing else. */
  app.get("/healthz", (c) => c.json({ status: "ok" }));

  app.all(`${trpcPath}/*`, (c) =>
    fetchRequestHandler({
      endpoint: trpcPath,
      req: c.req.raw,
      router: appRouter,
      createContext: () =>
        makeContext({ request: c.req.raw, env: c.env, waitUntil: (task) => c.executionCtx.waitUntil(task) }, world),
      onError({ error, path, ctx }) {
        if (refusalOfError(error, path) !== null) return;
        log.error("A procedure failed.", { requestId: ctx?.requestId, procedure: path, error });
      },
    }),
  );

  app.route("/", createPages(world));
  app.route("/", createShop());

  app.notFound((c) => c.json({ message: `There is nothing at ${c.req.path}. The API is at ${trpcPath}.` }, 404));
  return app;
}
