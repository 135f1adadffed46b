import { refusalSchema } from "@till/contracts";
import * as z from "zod";

/** A contract as a JSON Schema (2020-12). What has a name is below `$defs`. */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output"): z.core.JSONSchema.BaseSchema {
  const { $schema: _draft, ...converted } = z.toJSONSchema(schema, {
    io,
    override: simplify(io),
    unrepresentable: "any",
  });
  return converted;
}

/** Removes parts without use for a reader, and adds parts that zod can't know. */
const simplify =
  (io: "input" | "output") =>
  ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.format === "date-time" || jsonSchema.format === "date") delete jsonSchema.pattern;
    if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    if (zodSchema === refusalSchema) Object.assign(jsonSchema, refusalShape);
  };

/** The schema of a refusal is a function in the contracts, because the details depend on the code. */
const refusalShape: z.core.JSONSchema.BaseSchema = {
  type: "object",
  properties: {
    code: { type: "string", description: "What to branch on: the codes of the problems." },
    message: { type: "string", description: "A sentence that a shopper could read." },
    details: { type: "object", description: "The data that explains it, as in the problem of this code." },
    actions: { type: "array", items: { $ref: "#/$defs/Action" } },
  },
  required: ["code", "message", "details", "actions"],
};
