/** A table in Markdown. A cell may hold Markdown too. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();

export const code = (text: string): string => `\`${text}\``;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[], last = "and"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

/** The text of a page: its parts, with a line that says where it comes from, so that nobody changes it by hand. */
export const page = (title: string, { from, parts }: { from: string; parts: readonly string[] }): string =>
  `${[
    `# ${title}`,
    ...parts,
    `---`,
    `This page is drawn from ${from}. ${code("npx pnpm@10 tables")} writes it, and a test fails when it is behind.`,
  ].join("\n\n")}\n`;
