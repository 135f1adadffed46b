import { readFileSync } from "node:fs";
import { limits } from "@till/contracts";
import { root } from "../paths.ts";
import { code, page, table } from "./markdown.ts";

const file = "packages/contracts/src/limits.ts";

/** The comment of each limit. One comment may be for the limits that follow it. */
function purposes(): Map<string, string> {
  const source = readFileSync(new URL(file, root), "utf8");
  const found = new Map<string, string>();
  let comment = "";
  for (const [, text, name] of source.matchAll(/\/\*\*([^]*?)\*\/|^ {2}(\w+):/gm)) {
    if (text !== undefined) comment = text.replaceAll(/\s*\n\s*\* ?/g, " ").trim();
    else if (name !== undefined) found.set(name, comment);
  }
  return found;
}

function written(value: unknown): string {
  if (typeof value === "number") return value.toLocaleString("en");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${written(part)}`)
    .join(", ");
}

/** The page of the limits. */
export function limitsPage(): string {
  const purposeOf = purposes();
  return page("Limits", {
    from: code(file),
    parts: [
      "You find how much of everything Till takes. The schemas, the constraints of the database and the refusals read the same table.",
      table(
        ["limit", "value", "of what"],
        Object.entries(limits).map(([name, value]) => [code(name), written(value), purposeOf.get(name) ?? ""]),
      ),
    ],
  });
}
