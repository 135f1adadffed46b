import { readFileSync, readdirSync } from "node:fs";
import { root } from "../paths.ts";
import { page } from "./markdown.ts";

const folder = new URL("docs/decisions/", root);

/** The list of the decision records. */
export function decisionsPage(): string {
  const files = readdirSync(folder).filter((name) => /^\d{4}-.+\.md$/.test(name));
  const lines = files.toSorted().map((file) => {
    const [, title = file] = /^# (.+)$/m.exec(readFileSync(new URL(file, folder), "utf8")) ?? [];
    return `- [${title}](${file})`;
  });
  return page("Decisions", {
    from: "the first lines of the records",
    parts: [
      "You can read why Till is as it is: each record says what was decided, what was measured and what was rejected. Read one before you change what it covers, and update it with the change.",
      lines.join("\n"),
    ],
  });
}
