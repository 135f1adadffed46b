import { readFile } from "node:fs/promises";
import { limits } from "@till/contracts";
import { expect, test } from "vitest";
import { root } from "../build/paths.ts";
import { drawnPages } from "../build/tables/pages.ts";

/** A text without what the formatter adds: how wide a column is. */
const unformatted = (text: string) => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");

const pages = drawnPages();

test.each(Object.keys(pages))("%s is what the code says; `npx pnpm@10 tables` writes it", async (path) => {
  const kept = await readFile(new URL(path, root), "utf8");
  expect(unformatted(kept)).toBe(unformatted(pages[path] ?? ""));
});

test("each limit says of what it is", () => {
  const rows = [...(pages["docs/reference/limits.md"] ?? "").matchAll(/^\| `(\w+)` \| (.+) \| (.+) \|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(limits));
});
