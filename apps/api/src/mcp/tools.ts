import { actionSchema, refusalSchema } from "@till/contracts";
import * as z from "zod";
import type { Tool } from "@modelcontextprotocol/server";
import { policies } from "../policies.ts";
import { toJsonSchema } from "../rest/json-schema.ts";
import type { Route } from "../rest/routes.ts";
import { toolName } from "./tool-names.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Fields = NonNullable<JsonSchema["properties"]>;

/** Whether the answer of a procedure is put below `result`: the structured content of a tool is always an object. */
export const isWrapped = ({ output }: Pick<Route, "output">): boolean => output.def.type !== "object";

const tools = new Map<string, Tool>();

/** A procedure as a tool. Its schemas are converted once, when somebody first asks for them. */
export function toolOf(route: Route): Tool {
  const known = tools.get(route.name);
  if (known !== undefined) return known;
  const { name, type, meta } = route;
  const { text } = policies[meta.policy];
  const tool: Tool = {
    name: toolName(name),
    title: meta.summary,
    description: [`${meta.summary}.`, meta.description, `Who may call it: ${text}`].filter(Boolean).join(" "),
    inputSchema: inputOf(route) as Tool["inputSchema"],
    outputSchema: outputOf(route),
    annotations: annotationsOf(type, meta.route, meta.created),
  };
  tools.set(name, tool);
  return tool;
}

/**
 * What a client may tell people before it calls (MCP, "Tool annotations"). What only creates destroys nothing. The methods
 * of the route say what is harmless to repeat with the same input (RFC 9110, 9.2.2).
 */
function annotationsOf(type: Route["type"], route: string, created: string | undefined): Tool["annotations"] {
  if (type === "query") return { readOnlyHint: true };
  return {
    readOnlyHint: false,
    destructiveHint: created === undefined,
    idempotentHint: /^(?:PUT|DELETE) /.test(route),
  };
}

/**
 * The input of a tool. Models take no alternatives at the top level, so those of a procedure are shown as one object with
 * all of their fields. The procedure checks them.
 */
function inputOf({ input }: Route): JsonSchema {
  if (input === null) return { type: "object", properties: {}, additionalProperties: false };
  const { $ref, $defs = {}, ...own } = toJsonSchema(input, "input");
  const name = $ref?.replace("#/$defs/", "");
  const root = (name === undefined ? own : $defs[name]) ?? {};
  const shown = root.anyOf === undefined ? root : allFields(root.anyOf);
  const others = Object.entries($defs).filter(([other]) => other !== name);
  return others.length === 0 ? shown : { ...shown, $defs: Object.fromEntries(others) };
}

/** One object with the fields of all alternatives. */
function allFields(alternatives: readonly JsonSchema[]): JsonSchema {
  const fields = alternatives.map(({ properties = {} }) => properties);
  return { type: "object", properties: Object.assign({}, ...fields) as Fields, additionalProperties: false };
}

/**
 * The output of a tool: the answer of its procedure, or a refusal. Clients of 2025 check refusals against the schema, too,
 * so it must have both.
 */
function outputOf(route: Route): JsonSchema {
  const answer = isWrapped(route) ? z.object({ result: route.output }) : route.output;
  const { $defs, ...own } = toJsonSchema(z.union([answer, refusalSchema]), "output");
  return { type: "object", ...own, $defs: { ...toJsonSchema(actionSchema, "output").$defs, ...$defs } };
}
