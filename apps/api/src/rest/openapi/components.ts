import { refusalSchema } from "@till/contracts";
import type { ExampleObject, ReferenceObject, ResponseObject, SchemaObject } from "openapi3-ts/oas31";
import * as z from "zod";

export type Schema = SchemaObject | ReferenceObject;

/** A reference to a schema that has a name of its own. */
export const schemaRef = (name: string): ReferenceObject => ({ $ref: `#/components/schemas/${name}` });

/** The parts that the document has once and refers to by name. The name of a contract is its `id` in zod. */
export class Components {
  readonly schemas = new Map<string, Schema>();
  readonly responses = new Map<string, ResponseObject>();
  readonly examples = new Map<string, ExampleObject>();

  /** An input: fields with defaults are optional, and unknown keys are refused. */
  input(schema: z.ZodType): SchemaObject {
    return this.#convert(schema, "input") as SchemaObject;
  }

  /** An answer. It may get more keys later, so a client must accept unknown ones. */
  output(schema: z.ZodType): Schema {
    return this.#convert(schema, "output");
  }

  /** The description of a schema. */
  describe(schema: Schema): string | undefined {
    const named = "$ref" in schema ? this.schemas.get(schema.$ref?.split("/").at(-1) ?? "") : schema;
    return named?.description;
  }

  /** Adds a schema that is not a contract. */
  addSchema(name: string, schema: Schema): ReferenceObject {
    const known = this.schemas.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two schemas are named ${name}. Is one of them an input, and the other an output?`);
    this.schemas.set(name, schema);
    return schemaRef(name);
  }

  addResponse(name: string, response: ResponseObject): ReferenceObject {
    this.responses.set(name, response);
    return { $ref: `#/components/responses/${name}` };
  }

  addExample(name: string, value: unknown): ReferenceObject {
    this.examples.set(name, { value });
    return { $ref: `#/components/examples/${name}` };
  }

  #convert(schema: z.ZodType, io: "input" | "output"): Schema {
    const converted = z.toJSONSchema(schema, { io, override: simplify(io), unrepresentable: "any" });
    const { $schema: _draft, $defs = {}, ...own } = converted;
    const root = io === "input" ? own.$ref?.replace("#/$defs/", "") : undefined;
    for (const [name, definition] of Object.entries($defs)) if (name !== root) this.addSchema(name, relink(definition));
    // The input of a route has no name, because it lacks the fields of the path and so differs from the contract.
    if (root !== undefined) return relink($defs[root] ?? {});
    return relink(own);
  }
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

/** Points the references of one schema to the document's components. */
const relink = (schema: z.core.JSONSchema.BaseSchema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as SchemaObject;
