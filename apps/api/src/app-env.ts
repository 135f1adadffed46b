import type { Context as HonoContext } from "hono";
import type { Bindings } from "./bindings.ts";
import type { Challenge } from "./auth/challenge.ts";
import type { Context } from "./work/context.ts";
import type { ScenarioFault } from "@till/contracts";
import type { Clock, Shop } from "@till/domain";
import type { Work } from "./work/work.ts";

/** The facts about a request in Hono: the Worker's bindings, its id, the shop, its till, its work, and the fault of its token. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    shop: Shop;
    till: string;
    tillClock?: Clock;
    work?: Work;
    challenge?: Challenge;
    fault?: ScenarioFault;
  };
}

/** Begins the work of a request, for any caller. */
export type WorkOf = (c: HonoContext<AppEnv>) => Work;

/** Makes the context of a request: its work and its caller. */
export type ContextOf = (c: HonoContext<AppEnv>) => Promise<Context>;
