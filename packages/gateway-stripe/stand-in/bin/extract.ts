import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
// The newest TypeScript has no programming interface.
import ts from "typescript-5";
import { keptFields } from "./kept-fields.ts";

/**
 * Writes what the stand-in knows of Stripe's API: the operations and fields in use as JSON schemas, from the types that
 * Stripe generates from its OpenAPI document and publishes with its library. So they have the version of the API that the
 * library asks for. Run it after an update of the library, and review what changes:
 *
 *     npx pnpm@10 --filter @till/gateway-stripe run extract
 */
type Schema = Readonly<Record<string, unknown>>;

const file = fileURLToPath(new URL("stripe-types.ts", import.meta.url));
const program = ts.createProgram([file], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  types: ["node"],
});
const checker = program.getTypeChecker();
const schemas: Record<string, Schema> = {};

/** The name of a type as one writes it after `Stripe.`, such as `PaymentIntent.NextAction`. */
const nameOf = (type: ts.Type): string => {
  const symbol = type.aliasSymbol ?? type.symbol;
  return symbol === undefined ? "" : checker.getFullyQualifiedName(symbol).replace(/^".*"\.|^.*\/>\./, "");
};

const has = (type: ts.Type, flag: ts.TypeFlags) => (type.flags & flag) !== 0;

function convert(type: ts.Type): Schema {
  if (type.isUnion()) return convertUnion(type.types);
  if (type.isStringLiteral()) return { enum: [type.value] };
  if (has(type, ts.TypeFlags.StringLike)) return { type: "string" };
  // Amounts, times and counts: no number of these types has a fraction.
  if (has(type, ts.TypeFlags.NumberLike)) return { type: "integer" };
  if (has(type, ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  if (type.isIntersection()) return { type: "string" };
  const [item] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
  if (item) return { type: "array", items: convert(item) };
  const values = type.getStringIndexType();
  return values ? { type: "object", additionalProperties: convert(values) } : convertObject(type);
}

/** One of several types. Stripe's enumerations are open; the stand-in keeps to the values that are known. */
function convertUnion(types: readonly ts.Type[]): Schema {
  const said = types.filter((type) => !has(type, ts.TypeFlags.Undefined | ts.TypeFlags.Null));
  const literals = said.flatMap((type) => (type.isStringLiteral() ? [type.value] : []));
  const others = said
    .filter((type) => !type.isStringLiteral() && !(literals.length > 0 && type.isIntersection()))
    .filter((type) => !isObject(type) || nameOf(type) in keptFields)
    .map((type) => convert(type));
  const options = [
    ...(literals.length > 0 ? [{ enum: literals }] : []),
    ...new Map(others.map((option) => [JSON.stringify(option), option])).values(),
    ...(types.some((type) => has(type, ts.TypeFlags.Null)) ? [{ type: "null" }] : []),
  ];
  return options.length === 1 ? (options[0] ?? {}) : { anyOf: options };
}

const isObject = (type: ts.Type) =>
  has(type, ts.TypeFlags.Object) && !checker.isArrayType(type) && type.getStringIndexType() === undefined;

/** An object, as a schema of its own with the fields in use. Generic ones, such as lists, have one for each type. */
function convertObject(type: ts.Type): Schema {
  const kept = keptFields[nameOf(type)];
  if (!kept) throw new Error(`Say in kept-fields.ts which fields of ${nameOf(type)} are in use.`);
  const parts = (checker.getTypeArguments(type as ts.TypeReference) ?? []).map((part) => nameOf(part));
  const name = [nameOf(type), ...parts].join("-");
  if (name in schemas) return { $ref: `#/schemas/${name}` };
  schemas[name] = {};
  const fields = kept.map((field) => {
    const property = type.getProperty(field);
    if (!property) throw new Error(`${name} has no field ${field} any more.`);
    return { field, property };
  });
  schemas[name] = {
    type: "object",
    properties: Object.fromEntries(
      fields.map(({ field, property }) => [field, convert(checker.getTypeOfSymbol(property))]),
    ),
    required: fields
      .filter(({ property }) => (property.flags & ts.SymbolFlags.Optional) === 0)
      .map(({ field }) => field),
    additionalProperties: false,
  };
  return { $ref: `#/schemas/${name}` };
}

function convertOperation(operation: ts.Symbol) {
  const [fields, answer] = checker.getTypeArguments(checker.getTypeOfSymbol(operation) as ts.TypeReference);
  if (!fields || !answer) throw new Error(`${operation.name} does not say what it takes and answers.`);
  return { fields: convert(fields), answer: convert(answer) };
}

const [declared] =
  program.getSourceFile(file)?.statements.filter((statement) => ts.isInterfaceDeclaration(statement)) ?? [];
if (!declared) throw new Error("stripe-types.ts has no interface.");
const operations = Object.fromEntries(
  checker
    .getTypeAtLocation(declared)
    .getProperties()
    .map((operation) => [operation.name, convertOperation(operation)]),
);

const library = new URL(".", import.meta.resolve("stripe"));
const read = async (path: string) => (await readFile(new URL(path, library), "utf8")).trim();
const { version } = JSON.parse(await read("../package.json")) as { version: string };
const { Stripe } = await import("stripe");
const source = {
  apiVersion: Stripe.API_VERSION,
  openApiDocument: await read("../OPENAPI_VERSION"),
  library: `stripe ${version} (MIT licence)`,
};
await writeFile(
  new URL("../stripe-api.json", import.meta.url),
  `${JSON.stringify({ source, operations, schemas }, null, 2)}\n`,
);
