import { expect, test } from "vitest";
import { exactTextSchema, plainTextSchema, toPlainText } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

test("plain text is kept in any script, without the space around it, which does not count", () => {
  expect(plainTextSchema(5).parse("  चाय ☕ \n")).toBe("चाय ☕");
  expect(issuesOf(plainTextSchema(3), " four ")).toEqual(["must have at most 3 characters"]);
});

test.each(["a\nb", "a\rb", "a\tb", "a\u0000b", "a\u001B[31mb", "a\u0085b", "a\u2028b", "a\u2029b", "a\ud800b"])(
  "%j is no plain text on one line",
  (text) => {
    expect(issuesOf(plainTextSchema(10), text)).toEqual(["must be plain text on one line"]);
    expect(issuesOf(exactTextSchema(1, 10), text)).toEqual(["must be plain text on one line"]);
  },
);

const flag = "\u{1F3F4}";
const hidden = "say yes".replaceAll(/./g, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));

test.each([
  ["a change of direction", "Ann \u202eDean", "Ann Dean"],
  ["isolates", "\u2066Ann\u2069", "Ann"],
  ["direction marks of pasted text", "\u200eAnn\u200f", "Ann"],
  ["a byte order mark", "\ufeffAnn", "Ann"],
  ["a soft hyphen", "An\u00adn", "Ann"],
  ["text hidden in tags", `Ann${hidden}`, "Ann"],
  ["only a zero-width space", "\u200b", ""],
  ["only joiners", "\u200d\u200c", ""],
  ["only a Hangul filler", "\u3164", ""],
  ["only a blank pattern of Braille", "\u2800", ""],
  ["loose joiners", "\u200dAnn\u200d De\u200d\u200dan", "Ann De\u200dan"],
  ["decomposed letters", "Nu\u0301n\u0303ez", "Núñez"],
])("of text that is shown, %s is dropped", (_what, text, shown) => {
  expect(plainTextSchema(50).parse(text)).toBe(shown);
  expect(toPlainText(text, 50)).toBe(shown);
});

test.each([
  ["Persian", "می\u200cخواهم"],
  ["Hindi", "क्\u200dष"],
  ["a family", "👩\u200d👩\u200d👧"],
  ["a heart with its variant", "❤\ufe0f"],
  ["a flag", flag],
  ["a Japanese name with its variant", "辻\u{e0100}"],
])("joiners and variants that a text needs stay: %s", (_what, text) => {
  expect(plainTextSchema(50).parse(text)).toBe(text);
  expect(toPlainText(text, 50)).toBe(text);
});

test("where each character matters none is dropped: a hidden one is refused", () => {
  expect(exactTextSchema(1, 20).parse(" a b ")).toBe(" a b ");
  expect(issuesOf(exactTextSchema(1, 20), "a\u202eb")).toEqual(["must be plain text on one line"]);
});

test.each([
  ["a tab and line breaks", " Ann\t\r\n Dean\u2028X ", "Ann Dean X"],
  ["control characters", "An\u0000n\u001b[31m", "Ann[31m"],
  ["half a character", "Ann\ud83d", "Ann"],
])("text from outside loses %s", (_what, text, shown) => {
  expect(toPlainText(text, 50)).toBe(shown);
});

test("text from outside is cut between characters as a person counts them", () => {
  expect(toPlainText("x".repeat(201), 200)).toBe("x".repeat(200));
  expect(toPlainText("ab👩\u200d🚀c", 7)).toBe("ab👩\u200d🚀");
  expect(toPlainText("ab👩\u200d🚀c", 6)).toBe("ab");
  expect(toPlainText("abक्षि", 4)).toBe("ab");
  expect(toPlainText(`ab${"\u0301".repeat(1_000)}`, 10)).toBe("a");
  expect(toPlainText("Ann Dean", 4)).toBe("Ann");
});

test("cleaned text from outside is valid plain text, for any input", () => {
  for (let code = 0; code < 0x11_0000; code += code < 0x3000 ? 1 : 97) {
    const text = toPlainText(`a${String.fromCodePoint(code)}b${String.fromCodePoint(code)}`, 8);
    expect(plainTextSchema(8).safeParse(text)).toEqual({ success: true, data: text });
  }
});
