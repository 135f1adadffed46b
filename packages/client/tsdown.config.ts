import { defineConfig } from "tsdown";

/**
 * What the router's type names of the Worker's inside, which no caller can see, and what stands for it in the published
 * types: who asks, and what a procedure says of itself.
 */
const insideOfWorker: Record<string, string> = {
  "/apps/api/src/work/context.d.ts": "export interface Context {}",
  "/apps/api/src/policies.d.ts": "export type PolicyName = string;",
  "/apps/api/src/rest/operation.d.ts": "export interface Operation {}",
};

export default defineConfig({
  entry: ["src/index.ts"],
  platform: "neutral",
  tsconfig: "tsconfig.pack.json",
  dts: true,
  treeshake: { moduleSideEffects: false },
  deps: {
    alwaysBundle: [/^@till\//],
    neverBundle: ["@trpc/client", "@trpc/server", /^@trpc\/server\//, "nanoid", "zod"],
  },
  plugins: [
    {
      name: "without-the-inside-of-the-worker",
      load: {
        order: "pre",
        filter: { id: Object.keys(insideOfWorker).map((path) => new RegExp(`${path}$`)) },
        handler: (id) => insideOfWorker[Object.keys(insideOfWorker).find((path) => id.endsWith(path)) ?? ""],
      },
    },
  ],
});
