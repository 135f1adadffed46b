import { expect, test } from "vitest";
import * as z from "zod";
import { issuesOf } from "./issues.ts";

/** A value that a schema refuses, and the end of the sentence that begins with the name of its field. */
const cases: [schema: z.ZodType, value: unknown, sentence: string][] = [
  [z.string(), undefined, "is missing"],
  [z.string(), 1, "must be a string"],
  [z.string(), null, "must be a string"],
  [z.int(), "1", "must be a number"],
  [z.int(), 1.5, "must be a whole number"],
  [z.boolean(), "yes", "must be a boolean"],
  [z.array(z.string()), {}, "must be an array"],
  [z.object({}), [], "must be an object"],
  [z.enum(["COD", "ONLINE"]), "CARD", "must be one of COD, ONLINE"],
  [z.strictObject({}), { a: 1 }, 'must not have the unknown key "a"'],
  [z.strictObject({}), { a: 1, b: 2 }, 'must not have the unknown keys "a", "b"'],
  [z.string().min(1), "", "must have at least 1 character"],
  [z.string().min(3), "ab", "must have at least 3 characters"],
  [z.string().max(1), "ab", "must have at most 1 character"],
  [z.array(z.int()).min(1), [], "must have at least 1 item"],
  [z.array(z.int()).max(2), [1, 2, 3], "must have at most 2 items"],
  [z.number().min(5), 4, "must be at least 5"],
  [z.number().max(5), 6, "must be at most 5"],
  [z.number().positive(), 0, "must be more than 0"],
  [z.number().lt(5), 5, "must be less than 5"],
  [z.string("must be a name"), 1, "must be a name"],
];

test.each(cases)("a value (%#) is told what it should have been", (schema, value, sentence) => {
  expect(issuesOf(schema, value)).toEqual([sentence]);
});
