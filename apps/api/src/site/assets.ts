import type { Bindings } from "../bindings.ts";

/** The files that are served with the Worker. Where its code runs without them, as in tests, there are none. */
export const findAssets = (env: Bindings) => env.ASSETS;
