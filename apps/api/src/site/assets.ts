/** The files that are served with the Worker. Where its code runs without them, as in tests, there are none. */
export const findAssets = (env: Record<string, unknown>) => env["ASSETS"] as { fetch: typeof fetch } | undefined;
