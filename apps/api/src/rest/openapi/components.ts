import type { ExampleObject, ReferenceObject, ResponseObject, SchemaObject } from "openapi3-ts/oas31";
import type * as z from "zod";
import { toJsonSchema } from "../json-schema.ts";

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
    const { $defs = {}, ...own } = toJsonSchema(schema, io);
    const root = io === "input" ? own.$ref?.replace("#/$defs/", "") : undefined;
    for (const [name, definition] of Object.entries($defs)) if (name !== root) this.addSchema(name, relink(definition));
    // The input of a route has no name, because it lacks the fields of the path and so differs from the contract.
    if (root !== undefined) return relink($defs[root] ?? {});
    return relink(own);
  }
}

/** Points the references of one schema to the document's components. */
const relink = (schema: z.core.JSONSchema.BaseSchema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as SchemaObject;
