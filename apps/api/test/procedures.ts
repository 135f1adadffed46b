import type { AnyProcedure } from "@trpc/server";
import type { ProcedureMeta } from "../src/trpc.ts";
import { appRouter } from "../src/router.ts";

const byPath: Record<string, AnyProcedure> = { ...appRouter._def.procedures } as never;

export const procedurePaths = Object.keys(byPath);

/** A procedure of the router by its path, such as `orders.get`, with what it says of itself. */
export function procedureAt(path: string) {
  const procedure = byPath[path];
  if (procedure === undefined) throw new Error(`There is no procedure ${path}.`);
  const { type, meta, inputs } = procedure._def as typeof procedure._def & { meta?: ProcedureMeta; inputs: unknown[] };
  if (meta === undefined) throw new Error(`${path} has no policy.`);
  return { isQuery: type === "query", meta, input: inputs[0] };
}
