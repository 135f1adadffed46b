import * as z from "zod";

/** What a value should have been, as the end of a sentence that begins with the field's name. */
function rule(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${article(issue.expected === "int" ? "whole number" : issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "unrecognized_keys":
      return `must not have the unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "too_big":
      return `must ${amount(issue.origin)} at most ${issue.maximum}${unit(issue.origin)}`;
    case "too_small":
      return `must ${amount(issue.origin)} at least ${issue.minimum}${unit(issue.origin)}`;
    default:
      return undefined;
  }
}

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
const amount = (origin: string) => (origin === "string" || origin === "array" ? "have" : "be");
const unit = (origin: string) => ({ string: " characters", array: " items" })[origin] ?? "";

// Where a schema gives no sentence of its own, these are zod's for every schema of this package.
z.config({ customError: rule });
