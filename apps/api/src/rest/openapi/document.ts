import type { OpenAPIObject, PathItemObject } from "openapi3-ts/oas31";
import { routes } from "../routes.ts";
import { Components } from "./components.ts";
import { healthProblems, healthRoutes } from "./health-routes.ts";
import { introduction } from "./introduction.ts";
import { operationObject } from "./operation-object.ts";
import { addProblemSchemas, possibleProblems } from "./problems.ts";
import { sharedComponents } from "./shared-components.ts";
import { byGroup, tags } from "./tags.ts";
import { webhookObjects } from "./webhook-objects.ts";

/**
 * The OpenAPI document of the REST routes, made from what the procedures declare and from the contracts. This code is not
 * in the Worker: the document is built before a deployment.
 */
export function buildDocument(version: string): OpenAPIObject {
  const components = new Components();
  const paths: Record<string, PathItemObject> = {};
  // The reference page shows operations in the order of the document.
  for (const route of routes.toSorted(byGroup))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationObject(route, components) };
  const webhooks = webhookObjects(components);
  addProblemSchemas(components, [...routes.flatMap(possibleProblems), ...healthProblems]);
  return {
    openapi: "3.1.1",
    info: {
      title: "Till",
      version,
      description: introduction,
      contact: { name: "The maintainers of Till" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The Till that serves this document." }],
    tags,
    paths: { ...paths, ...healthRoutes(components) },
    webhooks,
    components: {
      ...sharedComponents,
      schemas: sorted(components.schemas),
      responses: sorted(components.responses),
      examples: sorted(components.examples),
    },
  };
}

/** Sorted by name, so that an addition changes one place of the document. */
const sorted = <Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> =>
  Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
