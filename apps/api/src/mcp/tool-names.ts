import { type Route, routes } from "../rest/routes.ts";

/** The name of a tool: `orders_create`. Some clients accept letters, digits, `_` and `-` only. */
export const toolName = (procedure: string): string => procedure.replaceAll(".", "_");

const routesByTool = new Map(routes.map((route) => [toolName(route.name), route]));

/** The procedure that a tool calls; undefined if there is no such tool. */
export const routeOfTool = (tool: string): Route | undefined => routesByTool.get(tool);
