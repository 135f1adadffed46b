import type {
  OperationObject,
  ParameterObject,
  ReferenceObject,
  ResponseObject,
  SchemaObject,
} from "openapi3-ts/oas31";
import { policies } from "../../policies.ts";
import { type Exported, type Piece, exportTypes, rowsOf, typesOf } from "../exports.ts";
import { hasBody, keyField, takesKey } from "../input.ts";
import { fieldOf, placeholders } from "../operation.ts";
import type { Route } from "../routes.ts";
import { exampleOf } from "./examples.ts";
import { possibleProblems, problemResponses } from "./problems.ts";
import type { Schema, Components } from "./components.ts";
import { tagOf } from "./tags.ts";

const ref = (kind: "headers" | "parameters", name: string): ReferenceObject => ({
  $ref: `#/components/${kind}/${name}`,
});

/** A route as the document describes it. */
export function operationObject(route: Route, components: Components): OperationObject {
  const { meta, name } = route;
  const input = route.input === null ? null : components.input(route.input);
  const body = input !== null && hasBody(route) ? withoutFields(input, [...fieldsInPath(route), keyField]) : null;
  const example = exampleOf(name);
  const policy = policies[meta.policy];
  return {
    operationId: name,
    tags: [tagOf(name)],
    summary: meta.summary,
    description: [meta.description, `**Who:** ${policy.text}`].filter(Boolean).join("\n\n"),
    security: policy.roles === null ? [{}, { bearerAuth: [] }] : [{ bearerAuth: [] }],
    parameters: parametersOf(route, input, example.request),
    ...(body && !isEmpty(body) && { requestBody: requestBody(body, pickFields(body, example.request)) }),
    responses: {
      ...successes(route, components, example.response),
      ...problemResponses(possibleProblems(route), components),
    },
  };
}

/** The fields of the input that the path has. */
const fieldsInPath = ({ path, meta }: Route) => placeholders(path).map((name) => fieldOf(meta, name));

function parametersOf(
  route: Route,
  input: SchemaObject | null,
  example: Fields,
): (ParameterObject | ReferenceObject)[] {
  const { properties = {}, required = [] } = input ?? {};
  const inPath = fieldsInPath(route);
  const inQuery = hasBody(route) ? [] : Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameter =
    (place: "path" | "query") =>
    (name: string): ParameterObject => {
      const field = place === "path" ? fieldOf(route.meta, name) : name;
      const isRequired = place === "path" || required.includes(field);
      return parameterOf({ name, in: place, required: isRequired }, properties[field], example[field]);
    };
  return [
    ...placeholders(route.path).map(parameter("path")),
    ...inQuery.map(parameter("query")),
    ...(takesKey(route) ? [ref("parameters", "IdempotencyKey")] : []),
    ...(route.method === "GET" ? [ref("parameters", "IfNoneMatch")] : []),
  ];
}

function parameterOf(
  { name, ...place }: Pick<ParameterObject, "name" | "in" | "required">,
  schema: Schema | undefined,
  example: unknown,
): ParameterObject {
  const { description, examples, ...rest } = (schema ?? {}) as SchemaObject;
  if (description === undefined) throw new Error(`The input does not have ${name}, or does not say what it is.`);
  const value = example ?? examples?.[0];
  return {
    name,
    ...place,
    description,
    schema: rest,
    ...(value !== undefined && { example: value }),
  };
}

const requestBody = (body: SchemaObject, example: Fields) => ({
  required: (body.required ?? []).length > 0 || body.anyOf !== undefined,
  content: { "application/json": { schema: body, example } },
});

function successes(
  { meta, method, output }: Route,
  components: Components,
  example: unknown,
): Record<string, ResponseObject> {
  const schema = components.output(output);
  const isPage = typeof example === "object" && example !== null && "nextCursor" in example;
  const headers = {
    ...(meta.created !== undefined && { Location: ref("headers", "Location") }),
    ...(isPage && { Link: ref("headers", "Link") }),
    ...(method === "GET" && { ETag: ref("headers", "ETag") }),
  };
  const success = {
    description: components.describe(schema) ?? "Done.",
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      "application/json": { schema, example },
      ...(meta.exported && exportedAs(meta.exported, example)),
    },
  };
  if (meta.created !== undefined) return { 201: success };
  return { 200: success, ...(method === "GET" && { 304: notModified }) };
}

/** All of it as a file, in each format. */
const exportedAs = (exported: Exported, example: unknown) =>
  Object.fromEntries(
    typesOf(exported).map((type) => [
      type,
      {
        schema: { type: "string" } as const,
        example: exportTypes[type].text(rowsOf(exported, example as Piece, true), exported.columns, true),
      },
    ]),
  );

const notModified: ResponseObject = {
  description: "It is still as `If-None-Match` says.",
  headers: { ETag: ref("headers", "ETag") },
};

type Fields = Readonly<Record<string, unknown>>;

function withoutFields(schema: SchemaObject, names: readonly string[]): SchemaObject {
  const { properties, required, ...rest } = schema;
  if (properties === undefined) return schema;
  const kept = Object.entries(properties).filter(([name]) => !names.includes(name));
  const needed = (required ?? []).filter((name) => !names.includes(name));
  return { ...rest, properties: Object.fromEntries(kept), ...(needed.length > 0 && { required: needed }) };
}

const isEmpty = ({ properties }: SchemaObject) => properties !== undefined && Object.keys(properties).length === 0;

const pickFields = ({ properties }: SchemaObject, values: Fields): Fields =>
  Object.fromEntries(Object.entries(values).filter(([name]) => properties === undefined || name in properties));
