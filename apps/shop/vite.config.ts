import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The address of a running `pnpm dev`, for work on the shop with `pnpm --filter @till/shop dev`. */
const till = process.env["TILL_URL"] ?? "http://localhost:8787";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // The page's policy allows no inline script, and a font in the stylesheet would delay the first paint.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/trpc": till, "/payments": till } },
});
