/** Where tRPC is. */
export const trpcPath = "/trpc";

/** Where agents are served. */
export const mcpPath = "/mcp";

/** The paths that programs call. All others are pages and files. */
export const apiPaths = [`${trpcPath}/*`, "/v1/*", mcpPath] as const;

/** Where gateways send their events. */
export const gatewayEventsPath = "/gateway/:name/events";

/** Whether a path is one of them. */
export const isGatewayEvents = (path: string): boolean => /^\/gateway\/[^/]+\/events$/.test(path);

/** The form in which a request to this path is answered. Agents get the problems of REST, outside of MCP's own messages. */
export function formOf(path: string): "trpc" | "rest" | "page" {
  if (path.startsWith(`${trpcPath}/`)) return "trpc";
  return path.startsWith("/v1/") || path === mcpPath ? "rest" : "page";
}

/**
 * Whether a path begins with an empty part: `//`, and `/\`, which URLs read as the same. There is nothing at such a
 * path.
 */
export const isDoubled = (path: string): boolean => path.startsWith("//");

/** Whether a path is that of a file with a hash in its name, which never changes. */
export const isHashedFile = (path: string): boolean => /^\/(?:docs\/)?assets\//.test(path);
