import * as z from "zod";

/** What a refused text should have been. */
const oneLineRule = "must be plain text on one line";

/**
 * No control characters. Every regular-expression dialect reads this pattern, so it can stand in the OpenAPI document:
 * no `\p{…}`, no `\u`, nothing that needs a flag.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const noControls = /^[^\x00-\x1f\x7f-\x9f]*$/;

/** What has no place in one line of text besides control characters: halves of characters, and separators of lines. */
const illFormed = /[\p{Cs}\u2028\u2029]/u;

/**
 * Invisible characters that change the look of the text around them, or hide text in it: direction controls (U+202E and
 * its kind), zero-width spaces, soft hyphens, tags. The two joiners (U+200C, U+200D) are not among them: Persian, Hindi
 * and emoji need them.
 */
const formatControls =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/gu;

/** A joiner with nothing to join on one side, or more than one of them. */
const looseJoiners = /(?<=^|\s)[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$)|(?<=[\u200c\u200d])[\u200c\u200d]+/g;

/** Nothing that can be seen: white space, and letters that are drawn as nothing, such as the Hangul filler. */
const blank = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Text as it is kept and shown: composed (NFC), without characters that only act on others, without space around it. */
function toShownText(text: string): string {
  const shown = text.normalize("NFC").replaceAll(formatControls, "").replaceAll(looseJoiners, "").trim();
  return blank.test(shown) ? "" : shown;
}

/**
 * Text that a person typed, on one line. Direction controls and other unseen characters that come with pasted text are
 * dropped, as the space around it is, and letters are composed (NFC), so that the same word is the same text. Control
 * characters, line breaks and halves of characters are refused. What is left is safe in a log line and an email.
 */
export const plainTextSchema = (maxLength: number) =>
  z
    .string()
    .overwrite(toShownText)
    .max(maxLength)
    .regex(noControls, { error: oneLineRule, abort: true })
    .refine((text) => !illFormed.test(text), oneLineRule);

/** Text whose characters matter one by one, such as a token: nothing is dropped, and what is no plain text is refused. */
export const exactTextSchema = (minLength: number, maxLength: number) =>
  z
    .string()
    .min(minLength)
    .max(maxLength)
    .regex(noControls, { error: oneLineRule, abort: true })
    .refine((text) => !illFormed.test(text) && text.search(formatControls) === -1, oneLineRule);

const printableAsciiRule = "must be printable ASCII without spaces";

/** Printable ASCII without spaces: ids and keys that programs make. */
export const visibleAsciiSchema = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[\x21-\x7e]*$/, printableAsciiRule);

/** Controls, line breaks included, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/**
 * Makes text from outside, such as a name in a token, into text on one line that can be shown. What can't be shown is
 * left out, white space becomes single spaces, and what is longer than `maxLength` UTF-16 units is cut between
 * characters as a person counts them. The result is what `plainTextSchema` takes; empty if nothing can be shown.
 */
export function toPlainText(text: string, maxLength: number): string {
  const line = text.replaceAll(formatControls, "").replaceAll(/\s/g, " ").replaceAll(unprintable, "");
  const shown = toShownText(line.replaceAll(/ {2,}/g, " "));
  return shown.length <= maxLength ? shown : cut(shown, maxLength).trim();
}

function cut(text: string, maxLength: number): string {
  let end = 0;
  // Enough to see where the character at the limit ends. It can be of any length, and what is read is bounded.
  const start = text.slice(0, maxLength + 100);
  for (const { index, segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(start)) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
