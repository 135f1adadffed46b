import { expect } from "vitest";

/** An example of the documentation: what is typed, and a part of what is printed. */
export interface Example {
  readonly script: string;
  readonly language: string;
  readonly shown: string;
}

/** The examples of a page: each block of shell commands, with the block below it that shows the answer. */
export function examplesOf(page: string): Example[] {
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== "sh") return [];
    const answer = blocks[index + 1];
    if (answer === undefined || answer.language === "sh") throw new Error(`Nothing shows what this answers:\n${text}`);
    return [{ script: text, language: answer.language, shown: answer.text.trim() }];
  });
}

/** Expects that what an example printed has what the page shows. */
export function expectShown(printed: string, { script, language, shown }: Example, when = ""): void {
  const answer = printed.trim();
  const what = [script, when].join("\n");
  if (language === "json") expectPart(JSON.parse(answer), JSON.parse(shown), what);
  else expect(answer, what).toContain(shown);
}

/** Of a list the beginning is shown, of an object some fields. */
export function expectPart(value: unknown, part: unknown, what: string): void {
  if (Array.isArray(part))
    for (const [index, item] of part.entries()) expectPart((value as unknown[])[index], item, what);
  else if (typeof part === "object" && part !== null)
    for (const [key, field] of Object.entries(part)) expectPart((value as Record<string, unknown>)[key], field, what);
  else expect(value, what).toBe(part);
}
