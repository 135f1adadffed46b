/** The title of a Markdown page: its first heading. */
export function titleOf(source: string): string {
  const [, title] = /^# (.+)$/m.exec(source) ?? [];
  if (title === undefined) throw new Error("A page has no first heading: it begins with `# Title`.");
  return plain(title);
}

/** The description of a Markdown page: the first sentence of its first paragraph. */
export function describe(source: string): string {
  const afterTitle = source.slice(source.search(/^# /m)).replace(/^# .*\n/, "");
  const blocks = afterTitle.split(/\n{2,}/).map((block) => block.trim());
  // A page may begin with a list, and has no other paragraph: then its first item describes it.
  const first =
    blocks.find((block) => /^[\w"“`*[]/.test(block)) ?? blocks.find((block) => block.startsWith("- ")) ?? "";
  const text = plain(first.replace(/^- /, "").split(/\n- /)[0] ?? "");
  const [sentence = text] = /^.+?[.!?](?=\s|$)/.exec(text) ?? [];
  return sentence.replace(/:$/, ".");
}

/** Markdown without its marks, on one line. */
const plain = (markdown: string) =>
  markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*]|<(?=https?:)|(?<=\S)>(?=\s|$)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
