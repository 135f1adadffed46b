import type { AppRouter } from "@till/api";

type Names<Record, Room extends string = ""> = {
  [Name in keyof Record & string]: Record[Name] extends { _def: { procedure: true } }
    ? `${Room}${Name}`
    : Names<Record[Name], `${Room}${Name}.`>;
}[keyof Record & string];

/** The name of a procedure, such as `orders.pay`. */
export type ProcedureName = Names<AppRouter["_def"]["record"]>;
