import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const inlineScript = /<script((?:(?!\ssrc=)[^>])*)>([^]+?)<\/script>/g;

/**
 * Moves the inline scripts of a page into files: the policy of the pages allows none. They run where they stood, before
 * the first paint, so that a dark page does not flash in light.
 */
export async function withoutInlineScripts(
  html: string,
  { outDir, base }: { outDir: string; base: string },
): Promise<string> {
  const scripts = [...html.matchAll(inlineScript)].map(([, , code = ""]) => code);
  if (scripts.length === 0) return html;
  const code = scripts.join(";\n");
  const name = `assets/first.${createHash("sha256").update(code).digest("base64url").slice(0, 8)}.js`;
  await mkdir(join(outDir, "assets"), { recursive: true });
  await writeFile(join(outDir, name), code);
  let isFirst = true;
  return html.replaceAll(inlineScript, () => {
    const tag = isFirst ? `<script src="${base}${name}"></script>` : "";
    isFirst = false;
    return tag;
  });
}

/**
 * A page that stays as it is. The router would not find a page at the address that it is shown for, and would replace
 * it.
 */
export const withoutRouter = (html: string): string =>
  html.replaceAll(/<(?:script type="module"|link rel="modulepreload")[^>]*>(?:<\/script>)?/g, "");
