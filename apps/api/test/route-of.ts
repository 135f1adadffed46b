import { type Route, routes } from "../src/rest/routes.ts";

export const procedureNames = routes.map(({ name }) => name);

/** A procedure by its name, such as `orders.get`, with its route and all that it says of itself. */
export function routeOf(name: string): Route {
  const route = routes.find((candidate) => candidate.name === name);
  if (!route) throw new Error(`There is no procedure ${name}.`);
  return route;
}
