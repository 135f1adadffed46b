import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { brokenCode, codeOf, readChapters, root } from "../src/chapters.ts";
import { judgeBroken, judgeFailed, judgePassed } from "../src/judge.ts";

const chapters = readChapters();
const squeezed = (text: string) => text.replaceAll(/\s+/g, " ");

test("every chapter does what its README says: which test fails before its change, and which when its line is broken", async () => {
  // It ends with a fault if a chapter does not.
  const { stdout } = await promisify(execFile)(process.execPath, ["src/learn.ts", "--break"], { cwd: root });
  expect(stdout.match(/^\d\. .+(?=:)/gm)).toEqual(chapters.map(({ number, title }) => `${number}. ${title}`));
  expect(stdout.match(/^ +✗ .+$/gm)).toHaveLength(2 * chapters.length - 1);
});

test.each(chapters)("the README of $folder shows the chapter's own code", ({ folder }) => {
  const readme = readFileSync(resolve(root, folder, "README.md"), "utf8");
  const code = squeezed(codeOf({ folder }));
  const shown = [...readme.matchAll(/```ts\n([^]+?)```/g)].map(([, text = ""]) => squeezed(text).trim());
  expect(shown.filter((text) => !code.includes(text))).toEqual([]);
});

test.each(chapters)("the code of $folder marks the line to break", (chapter) => {
  expect(chapter.breaking.line).toContain("Break this line.");
  expect(brokenCode(chapter)).not.toContain("Break this line.");
});

const passes = { test: "a", of: "1-naive-pay", error: null };
const fails = { test: "b", of: "1-naive-pay", error: "3 payments were taken" };

test("a walk finds what is not as a README says", () => {
  expect(judgePassed([passes])).toBeNull();
  expect(judgePassed([passes, fails])).toBe("It fails: “b”.");
  expect(judgePassed([])).toBe("No test ran.");

  expect(judgeFailed([fails], { test: "b", message: "3 payments" })).toBeNull();
  expect(judgeFailed([passes], { test: "a", message: "" })).toBe("“a” passes, and should fail.");
  expect(judgeFailed([fails], { test: "b", message: "2 payments" })).toContain("with another message");
  expect(judgeFailed([fails], { test: "c", message: "" })).toBe("There is no test “c”.");

  const breaking = { line: "", instead: "", test: "b" };
  expect(judgeBroken([passes, fails], { breaking })).toBeNull();
  expect(judgeBroken([passes], { breaking })).toBe("No test fails.");
  expect(judgeBroken([fails, { ...fails, test: "c" }], { breaking })).toBe("Other tests fail: “b”, “c”.");
});
