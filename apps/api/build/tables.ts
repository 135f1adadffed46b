import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { root } from "./paths.ts";
import { drawnPages } from "./tables/pages.ts";

/** Writes the pages of the reference that are drawn from the code, formatted as the repository formats Markdown. */
const pages = Object.entries(drawnPages());
for (const [path, text] of pages) await writeFile(new URL(path, root), text);
await promisify(execFile)(
  "node_modules/.bin/oxfmt",
  pages.map(([path]) => path),
  { cwd: root },
);
