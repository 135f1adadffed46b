import type * as z from "zod";

/**
 * The rule that a value breaks, as the end of a sentence that starts with the field's name: `must be a number`. An
 * application sets it with `z.config({ customError: explainIssue })`, for schemas that say nothing themselves. Every
 * kind of issue has one here, because zod's own texts don't fit into such a sentence.
 */
export function explainIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${article(nouns[issue.expected] ?? issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "unrecognized_keys":
      return `must not have the unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.map((key) => `"${key}"`).join(", ")}${known(issue)}`;
    case "too_big":
      return limit(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "too_small":
      return limit(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return formats[issue.format] ?? "must have the form that is documented";
    case "invalid_union":
      return "must have one of the forms that are documented";
    case "invalid_key":
      return "must not have a key that is not documented";
    case "invalid_element":
    case "custom":
      return "must have the form that is documented";
  }
}

/** What a caller calls the types that zod has other names for. */
const nouns: Readonly<Record<string, string>> = { int: "whole number", record: "object" };

/** The keys that an object may have, so that a caller who has one wrong finds the right one. */
function known({ inst }: z.core.$ZodRawIssue): string {
  const { shape } = (inst?._zod.def ?? {}) as { shape?: object };
  return shape === undefined ? "" : ` (known: ${Object.keys(shape).join(", ") || "none"})`;
}

/** The formats that a schema may ask for by their name. */
const formats: Readonly<Record<string, string>> = {
  date: "must be a date such as 2026-03-01",
  datetime: "must be a time such as 2026-03-01T12:00:00.000Z",
  email: "must be an email address such as asha@example.com",
  url: "must be an address such as https://shop.example",
};

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** `must be more than 0`, `must have at most 3 items`. */
function limit(origin: string, relation: string, value: number | bigint): string {
  const unit = { string: "character", array: "item" }[origin];
  if (unit === undefined) return `must be ${relation} ${value}`;
  return `must have ${relation} ${value} ${unit}${value === 1 ? "" : "s"}`;
}
