import { type GatewayEvent, type RemoteGateway, ForgedEvent, late } from "@till/domain";
import { type Context as HonoContext, Hono } from "hono";
import type { AppEnv, WorkOf } from "../app-env.ts";
import { log } from "../log.ts";
import { gatewayEventsPath } from "../paths.ts";
import { refusalOfDatabase } from "../refusals/refusal-of-database.ts";
import { nothingHere, refuseMethod } from "../rest/failure.ts";
import type { Work } from "../work/work.ts";

const lateTaking = late(() => import("./take-event.ts"));

/**
 * What gateways tell of their own accord. Anybody can send something here, so nothing is done before the gateway's adapter
 * has verified it. 200: there is nothing more to do, so the gateway does not repeat it.
 */
export function createGatewayEvents(workOf: WorkOf): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post(gatewayEventsPath, async (c) => {
    const work = workOf(c);
    const gateway = work.gateways.get(c.req.param("name"));
    if (gateway?.kind !== "remote") return nothingHere(c);
    const event = await verified(c, gateway, work);
    if (event === "FORGED")
      return c.text("This is no event of the gateway: its signature is missing or wrong, or it is too old.\n", 400);
    return event === null ? c.body(null, 200) : answer(c, work, gateway, event);
  });
  app.all(gatewayEventsPath, (c) => refuseMethod(c, ["POST"]));
  return app;
}

async function verified(
  c: HonoContext<AppEnv>,
  gateway: RemoteGateway,
  { realTime }: Work,
): Promise<GatewayEvent | null | "FORGED"> {
  const sent = { headers: c.req.raw.headers, body: await c.req.text() };
  try {
    // A signature is as old as the real time says, whatever the clock of a till.
    return await gateway.readEvent(sent, realTime().toISOString());
  } catch (error) {
    if (!(error instanceof ForgedEvent)) throw error;
    log.error("An event was not the gateway's.", { gateway: gateway.name, requestId: c.get("requestId"), error });
    return "FORGED";
  }
}

async function answer(
  c: HonoContext<AppEnv>,
  work: Work,
  gateway: RemoteGateway,
  event: GatewayEvent,
): Promise<Response> {
  try {
    const { takeEvent, workInTillOf } = await lateTaking();
    const inTill = await workInTillOf(work, event);
    if (inTill === null) noTill(event);
    else await takeEvent(inTill, gateway, event);
    return c.body(null, 200);
  } catch (error) {
    const refusal = refusalOfDatabase(error, event.till ?? work.till);
    if (refusal === null) throw error;
    // A till that is gone does not come back, so a repeat would change nothing.
    if (refusal.code === "TILL_NOT_FOUND") {
      noTill(event);
      return c.body(null, 200);
    }
    return c.text(`${refusal.message}\n`, 503);
  }
}

const noTill = ({ till }: GatewayEvent): void =>
  log.error("A gateway told of something in a till that is not here.", { till });
