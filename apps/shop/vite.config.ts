import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where a running `pnpm dev` answers, for those who work on the shop with `pnpm --filter @till/shop dev`. */
const till = process.env["TILL_URL"] ?? "http://localhost:8787";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // The policy of the page allows no inline script, and a font in the stylesheet would hold up the first paint.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/trpc": till, "/payments": till } },
});
