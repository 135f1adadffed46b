import fc from "fast-check";
import * as z from "zod";

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Record<string, JsonSchema>;
  readonly required?: string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxLength?: number;
  readonly anyOf?: JsonSchema[];
  readonly enum?: unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Record<string, JsonSchema>;
}

/** Texts that have broken programs, and that one schema or another lets pass. */
const oddTexts = [
  "'; DROP TABLE orders; --",
  "x' UNION SELECT * FROM customers --",
  "%00",
  "\\",
  "\ud800",
  "a\ud800b",
  "\u0000",
  "\u202e",
  "İ",
  "ﷺ",
  "👩\u200d🚀",
  "a\u0300\u0301\u0302",
  "NaN",
  "__proto__",
  "1e999",
  "UTC",
  "*",
  '"',
];

const oddUrls = [
  "https://shop.example/hook",
  "https://shop.example/\ud800",
  "https://shop.example/\u0000",
  "https://shop.example/%00%ff%zz",
  "https://shop.example:8443/?a=%F0%9F%A7%A8#x",
  "https://xn--mnchen-3ya.example/",
  "https://münchen.example/",
  "https://[2606:4700:4700::1111]/",
  "https://127.0.0.1/",
  "http://localhost:1/",
];

const instants = fc
  .date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace("Z", "+05:30")));

/**
 * Inputs that a schema accepts, as JSON carries them: each kind of value at its limits, and texts that have broken programs
 * wherever the schema lets them pass.
 */
export function acceptedInputs(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return valuesOf(json, json.$defs)
    .map((value) => JSON.parse(JSON.stringify(value) ?? "null") as unknown)
    .filter((value) => schema.safeParse(value).success);
}

function valuesOf(schema: JsonSchema, named: JsonSchema["$defs"] = {}): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => valuesOf(one, named);
  if (schema.$ref !== undefined) return inner(named[schema.$ref.replace("#/$defs/", "")] ?? {});
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(inner));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case "object": {
      const { properties = {}, required = [] } = schema;
      const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, inner(field)]));
      return fc.record(fields, { requiredKeys: required });
    }
    case "array":
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "integer":
    case "number":
      return numbersOf(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return textsOf(schema);
  }
}

function numbersOf({ minimum, exclusiveMinimum = -1, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema) {
  const min = minimum ?? exclusiveMinimum + 1;
  return fc.oneof(fc.constantFrom(min, min + 1, maximum), fc.integer({ min, max: Math.min(maximum, min + 100) }));
}

function textsOf({ format, pattern, maxLength = 100 }: JsonSchema): fc.Arbitrary<string> {
  if (format === "uri") return fc.constantFrom(...oddUrls);
  if (format === "date-time") return instants;
  if (format === "email") return fc.emailAddress();
  const short = oddTexts.filter(({ length }) => length <= maxLength);
  return fc.oneof(
    ...(pattern === undefined ? [] : [fc.stringMatching(new RegExp(pattern), { maxLength })]),
    fc.constantFrom(...short, "x".repeat(maxLength)),
    fc.string({ minLength: 1, maxLength }),
    fc.string({ unit: "binary", minLength: 1, maxLength }),
  );
}
