import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** A chapter, as its README tells it. */
export interface Chapter {
  readonly number: number;
  readonly folder: string;
  readonly title: string;
  /** The test that fails without the chapter's change, and what it says then. The first chapter has none. */
  readonly failing: Failure | null;
  /** The line to break, what it becomes, and the test that fails then. */
  readonly breaking: { readonly line: string; readonly instead: string; readonly test: string };
}

/** A test that fails, by its name, and a part of its message. */
export interface Failure {
  readonly test: string;
  readonly message: string;
}

/** All chapters, in order. @throws if a README lacks a part. */
export function readChapters(): Chapter[] {
  return readdirSync(root)
    .filter((name) => /^\d-/.test(name))
    .toSorted()
    .map(readChapter);
}

/** The code of a chapter. */
export const codeOf = ({ folder }: Pick<Chapter, "folder">): string =>
  readFileSync(resolve(root, folder, "shop.ts"), "utf8");

/** The code of a chapter with its line broken. @throws if the line is not there, or more than once. */
export function brokenCode(chapter: Chapter): string {
  const { line, instead } = chapter.breaking;
  const parts = codeOf(chapter).split(line);
  if (parts.length !== 2) throw new Error(`${chapter.folder}/shop.ts does not have this line once: ${line}`);
  return parts.join(instead);
}

function readChapter(folder: string): Chapter {
  const text = readFileSync(resolve(root, folder, "README.md"), "utf8");
  const part = (what: string, pattern: RegExp): string => {
    const [, found] = pattern.exec(text) ?? [];
    if (found === undefined) throw new Error(`${folder}/README.md does not have ${what}.`);
    return found;
  };
  const number = Number(part("a title such as “# 1. Naive pay”", /^# (\d)\./));
  return {
    number,
    folder,
    title: part("a title such as “# 1. Naive pay”", /^# \d\. (.+)$/m),
    failing:
      number === 1
        ? null
        : {
            test: part("the test that fails, as “> the test”", /## The test that fails\n[^]*?^> (.+)$/m),
            message: part("its message, as ```text", /## The test that fails\n[^]*?```text\n(.+)\n```/),
          },
    breaking: {
      line: part("the line to break, as “- line” of a diff", /## Break this line\n[^]*?^- (.+)$/m),
      instead: part("what it becomes, as “+ line” of a diff", /## Break this line\n[^]*?^\+ ?(.*)$/m),
      test: part("the answer, as “> the test”", /<details>[^]*?^> (.+)$/m),
    },
  };
}
