import { expect, test } from "vitest";
import * as z from "zod";
import { issuesOf } from "./issues.ts";

/** The end of a sentence that begins with the name of a field, with a schema and a value that it refuses. */
const cases: [sentence: string, schema: z.ZodType, value: unknown][] = [
  ["is missing", z.string(), undefined],
  ["must be a string", z.string(), 1],
  ["must be a string", z.string(), null],
  ["must be a number", z.int(), "1"],
  ["must be a whole number", z.int(), 1.5],
  ["must be a boolean", z.boolean(), "yes"],
  ["must be an array", z.array(z.string()), {}],
  ["must be an object", z.object({}), []],
  ["must be an object", z.record(z.string(), z.string()), []],
  ["must be one of COD, ONLINE", z.enum(["COD", "ONLINE"]), "CARD"],
  [
    'must not have the unknown key "a" (known: b, c)',
    z.strictObject({ b: z.int(), c: z.int().optional() }),
    { a: 1, b: 1 },
  ],
  ['must not have the unknown keys "a", "b" (known: none)', z.strictObject({}), { a: 1, b: 2 }],
  ["must have at least 1 character", z.string().min(1), ""],
  ["must have at least 3 characters", z.string().min(3), "ab"],
  ["must have at most 1 character", z.string().max(1), "ab"],
  ["must have at least 1 item", z.array(z.int()).min(1), []],
  ["must have at most 2 items", z.array(z.int()).max(2), [1, 2, 3]],
  ["must be at least 5", z.number().min(5), 4],
  ["must be at most 5", z.number().max(5), 6],
  ["must be more than 0", z.number().positive(), 0],
  ["must be less than 5", z.number().lt(5), 5],
  ["must be a multiple of 5", z.number().multipleOf(5), 7],
  ["must be a time such as 2026-03-01T12:00:00.000Z", z.iso.datetime(), "today"],
  ["must be a date such as 2026-03-01", z.iso.date(), "today"],
  ["must be an email address such as asha@example.com", z.email(), "asha"],
  ["must be an address such as https://shop.example", z.url(), "shop"],
  ["must have the form that is documented", z.string().regex(/^a$/), "b"],
  ["must have one of the forms that are documented", z.union([z.int(), z.boolean()]), "b"],
  ["b! must not have a key that is not documented", z.record(z.string().regex(/^a$/), z.int()), { "b!": 1 }],
  ["must have the form that is documented", z.custom((value) => value === 1), 2],
  ["must be a name", z.string("must be a name"), 1],
];

test.each(cases)("a field that is refused %s", (sentence, schema, value) => {
  expect(issuesOf(schema, value)).toEqual([sentence]);
});
