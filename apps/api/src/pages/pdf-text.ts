/** Replacements with the same meaning, for characters that the fonts of a PDF lack. */
const substitutes: Record<string, string> = { "₹": "INR ", "−": "-" };

/** The replacement of every other character that they lack. */
export const lacking = "?";

/**
 * Text as the built-in fonts of PDF can show it. They have only the letters of Western Europe, and embedded
 * fonts for all scripts would take megabytes. So amounts of rupees read `INR 1,499.00`, and a character of any other
 * script is shown as `?`, so that it is visibly missing. Line breaks and tabs become spaces.
 */
export function printable(text: string, has: ReadonlySet<number>): string {
  const plain = text.normalize("NFC").replaceAll(/\s+/g, " ");
  const inFont = (character: string) => has.has(character.codePointAt(0) ?? 0);
  return Array.from(plain, (character) => (inFont(character) ? character : (substitutes[character] ?? lacking))).join(
    "",
  );
}

/** Breaks text into lines of at most `width`, between words where it can, and inside of a word that is longer. */
export function wrap(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (line !== "" && widthOf(line + character) > width) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return [...lines, line];
}
