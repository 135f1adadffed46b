import type * as z from "zod";
import { appRouter } from "../router.ts";
import type { ProcedureMeta } from "../trpc.ts";
import { type Method, methods, splitRoute } from "./operation.ts";

/** A procedure as a route. */
export interface Route {
  /** The name of the procedure, which is also the `operationId`: `orders.create`. */
  readonly name: string;
  readonly type: "query" | "mutation";
  readonly method: Method;
  /** `/v1/orders/{id}`. */
  readonly path: string;
  readonly meta: ProcedureMeta;
  /** Null if it takes no input. */
  readonly input: z.ZodType | null;
  readonly output: z.ZodType;
}

/** The internal form of a procedure in tRPC. Its public types show less. */
interface Definition {
  readonly type: Route["type"];
  readonly meta: ProcedureMeta;
  readonly inputs: readonly z.ZodType[];
  readonly output?: z.ZodType;
}

function toRoute([name, procedure]: [string, unknown]): Route {
  const { type, meta, inputs, output } = (procedure as { _def: Definition })._def;
  if (output === undefined) throw new Error(`${name} does not say what it answers.`);
  return { name, type, meta, ...splitRoute(meta.route), input: inputs[0] ?? null, output };
}

/** Every procedure as a route. Paths without placeholders come first, so that `/v1/orders/{id}` does not hide them. */
export const routes: readonly Route[] = Object.entries<unknown>(appRouter._def.procedures)
  .map(toRoute)
  .toSorted((a, b) => Number(a.path.includes("{")) - Number(b.path.includes("{")));

const names: ReadonlySet<string> = new Set(routes.map(({ name }) => name));

/** Whether there is a procedure of this name. */
export const isProcedure = (name: string): boolean => names.has(name);

/** The paths, each with the methods that it takes. */
export const paths: readonly (readonly [path: string, methods: readonly Method[]])[] = [
  ...new Set(routes.map(({ path }) => path)),
].map((path) => [
  path,
  methods.filter((method) => routes.some((route) => route.path === path && route.method === method)),
]);
