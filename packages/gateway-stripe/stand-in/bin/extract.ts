import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { keptFields, keptRequests } from "./kept-fields.ts";

/**
 * Writes what the stand-in knows of Stripe's API: the operations and fields in use as JSON schemas, from the OpenAPI document
 * that Stripe publishes (`latest/openapi.spec3.json` in https://github.com/stripe/openapi), by its path or its URL. Run it
 * when the library asks for another release of the API, format the file, and review what changes:
 *
 *     npx pnpm@10 --filter @till/gateway-stripe run extract path/to/openapi.spec3.json && npx pnpm@10 format
 */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

type Content<Type extends string> = { readonly content: Readonly<Record<Type, { readonly schema: Schema }>> };

interface Operation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: Schema }[];
  readonly requestBody: Content<"application/x-www-form-urlencoded">;
  readonly responses: { readonly "200": Content<"application/json"> };
}

interface OpenApiDocument {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const [from] = process.argv.slice(2);
if (from === undefined)
  throw new Error("Name Stripe's OpenAPI document: extract path/to/openapi.spec3.json, or its URL.");
const document = JSON.parse(await textOf(from)) as OpenApiDocument;
const schemas: Record<string, Schema> = {};

async function textOf(place: string): Promise<string> {
  // A script of a package runs in its folder, and pnpm says where it was called.
  if (!/^https?:/.test(place)) return readFile(resolve(process.env["INIT_CWD"] ?? "", place), "utf8");
  const answer = await fetch(place);
  if (!answer.ok) throw new Error(`${place} answers ${answer.status}.`);
  return answer.text();
}

/** A schema without its descriptions, and without what is not kept. OpenAPI 3.0 says `nullable` where JSON Schema has a type. */
function convert({ nullable = false, ...schema }: Schema): Schema {
  const options = (schema.anyOf ?? [schema]).filter(isKept).map(convertOption);
  if (nullable) options.push({ type: "null" });
  const [only, ...more] = options;
  if (only === undefined)
    throw new Error(`Say in kept-fields.ts which fields are in use of ${JSON.stringify(schema)}.`);
  return more.length === 0 ? only : { anyOf: options };
}

const nameOf = ($ref: string) => $ref.replace("#/components/schemas/", "");

const isKept = ({ $ref }: Schema) => $ref === undefined || nameOf($ref) in keptFields;

function convertOption(schema: Schema): Schema {
  const { $ref, type, enum: values, maxLength, pattern, properties, items, additionalProperties: others } = schema;
  if ($ref !== undefined) return refer(nameOf($ref));
  if (properties) return convertObject(schema, Object.keys(properties));
  return {
    ...(type !== undefined && { type }),
    ...(values && { enum: values }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { pattern }),
    ...(items && { items: convert(items) }),
    ...(others !== undefined && { additionalProperties: typeof others === "object" ? convert(others) : others }),
  };
}

function convertObject({ properties = {}, required = [] }: Schema, kept: readonly string[]): Schema {
  const names = [...new Set([...required, ...kept])].toSorted();
  const fields = names.map((name): [string, Schema] => {
    const field = properties[name];
    if (!field)
      throw new Error(`Stripe's document has no field ${name} any more: ${Object.keys(properties).join(", ")}.`);
    return [name, convert(field)];
  });
  return { type: "object", properties: Object.fromEntries(fields), required, additionalProperties: false };
}

/** A schema of the document that others refer to, with the fields in use. */
function refer(name: string): Schema {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`Stripe's document has no schema ${name} any more.`);
  if (!(name in schemas)) {
    // Schemas refer to each other in circles.
    schemas[name] = {};
    schemas[name] = convertObject(schema, keptFields[name] ?? []);
  }
  return { $ref: `#/schemas/${name}` };
}

function convertOperation([name, kept]: [string, readonly string[]]) {
  const [method = "", path = ""] = name.split(" ");
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`Stripe's document has no operation ${name} any more.`);
  const fields =
    method === "GET" ? queryOf(operation) : operation.requestBody.content["application/x-www-form-urlencoded"].schema;
  const answer = operation.responses["200"].content["application/json"].schema;
  return [name, { fields: convertObject(fields, kept), answer: convert(answer) }];
}

/** The fields of a query, as one object. */
function queryOf({ parameters = [] }: Operation): Schema {
  const fields = parameters.filter((parameter) => parameter.in === "query");
  return {
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
  };
}

const source = {
  apiVersion: document.info.version,
  document: "latest/openapi.spec3.json of https://github.com/stripe/openapi (MIT licence)",
};
const operations = Object.fromEntries(Object.entries(keptRequests).map(convertOperation));
for (const name of ["error", "event"]) refer(name);
await writeFile(
  new URL("../stripe-api.json", import.meta.url),
  `${JSON.stringify({ source, operations, schemas }, null, 2)}\n`,
);
