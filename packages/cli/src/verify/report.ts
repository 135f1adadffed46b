import { stripVTControlCharacters, styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import { type Finding, allHeld } from "./finding.ts";

/** Below this width, what was found stands under the name of its check. */
const narrowColumns = 72;
const widestColumns = 110;

const marks = {
  held: { sign: "✓", colour: "green" },
  missed: { sign: "✗", colour: "red" },
  unseen: { sign: "?", colour: "yellow" },
} as const;

const markOf = ({ held }: Finding) => marks[held === null ? "unseen" : held ? "held" : "missed"];

/** What was found, as a table for a person: what held, and for what did not why it matters and how to mend it. */
export function printedReport(title: string, findings: readonly Finding[], terminalColumns: number): string {
  const columns = Math.min(terminalColumns, widestColumns);
  const blocks = [
    hanging("", styleText("bold", title), columns),
    table(findings, columns),
    ...findings.filter(({ held }) => held === false).map((finding) => advice(finding, columns)),
    hanging("", summary(findings), columns),
  ];
  return `\n${blocks.join("\n\n")}\n`;
}

function table(findings: readonly Finding[], columns: number): string {
  const nameWidth = Math.max(...findings.map(({ name }) => name.length));
  const rows = findings.map((finding) => {
    const { sign, colour } = markOf(finding);
    const mark = styleText(colour, sign);
    if (columns < narrowColumns)
      return `${hanging(`${mark} `, finding.name, columns)}\n${hanging("    ", styleText("dim", finding.found), columns)}`;
    return hanging(`${mark} ${finding.name.padEnd(nameWidth)}   `, finding.found, columns);
  });
  return rows.join("\n");
}

function advice(finding: Finding, columns: number): string {
  const { sign, colour } = markOf(finding);
  return [
    styleText(colour, `${sign} ${finding.name}`),
    hanging(`  ${styleText("dim", "Why")}    `, finding.why, columns),
    hanging(`  ${styleText("dim", "Mend")}   `, finding.mend, columns),
  ].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const count = (held: boolean | null) => findings.filter((finding) => finding.held === held).length;
  const [unseen, missed] = [count(null), count(false)];
  const parts = [
    `${count(true)} held`,
    ...(missed > 0 ? [`${missed} did not hold`] : []),
    ...(unseen > 0 ? [`${unseen} could not be seen`] : []),
  ];
  return styleText(["bold", allHeld(findings) ? "green" : "red"], `${parts.join(", ")}.`);
}

/** Text behind a first column, wrapped: its further lines begin where its first one does. */
function hanging(first: string, text: string, columns: number): string {
  const indent = stripVTControlCharacters(first).length;
  const lines = wrapAnsi(text, Math.max(columns - indent, 20), { trim: true }).split("\n");
  return lines.map((line, index) => `${index === 0 ? first : " ".repeat(indent)}${line}`).join("\n");
}
