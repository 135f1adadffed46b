import type * as z from "zod";

/**
 * What a value should have been, as the end of a sentence that begins with the field's name: `must be a number`.
 * An application sets it with `z.config({ customError: explainIssue })`, for schemas that say nothing themselves.
 */
export function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${article(issue.expected === "int" ? "whole number" : issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "unrecognized_keys":
      return `must not have the unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "too_big":
      return limit(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "too_small":
      return limit(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    default:
      return undefined;
  }
}

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** `must be more than 0`, `must have at most 3 items`. */
function limit(origin: string, relation: string, value: number | bigint): string {
  const unit = { string: "character", array: "item" }[origin];
  if (unit === undefined) return `must be ${relation} ${value}`;
  return `must have ${relation} ${value} ${unit}${value === 1 ? "" : "s"}`;
}
