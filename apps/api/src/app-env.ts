import type { Context as HonoContext } from "hono";
import type { Bindings } from "./bindings.ts";
import type { Challenge } from "./auth/challenge.ts";
import type { Context } from "./work/context.ts";
import type { Clock } from "@till/domain";
import type { Work } from "./work/work.ts";

/** What Hono knows of a request: the Worker's bindings, its name, its till and its work, and what is wrong with its token. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: { requestId: string; till: string; tillClock?: Clock; work?: Work; challenge?: Challenge };
}

/** Begins the work of a request, for any caller. */
export type WorkOf = (c: HonoContext<AppEnv>) => Work;

/** Makes the context of a request: its work, and who asks for it. */
export type ContextOf = (c: HonoContext<AppEnv>) => Promise<Context>;
