import type { Statement } from "./statement.ts";

/**
 * Builds a statement for each choice of filters, none and all of them included, and answers which one a call needs: a
 * filter is asked for if its value is not null. A statement that only looked whether a value is null would find no index.
 */
export function statementsByFilter<Filter extends string, Values extends { readonly [Name in Filter]: unknown }, Rows>(
  filters: readonly Filter[],
  write: (asked: readonly Filter[]) => Statement<Values, Rows>,
): (values: Values) => Statement<Values, Rows> {
  const choices = filters.reduce<Filter[][]>((some, filter) => [...some, ...some.map((one) => [...one, filter])], [[]]);
  const statements = new Map(choices.map((asked) => [asked.join(), write(asked)]));
  return (values) => {
    const found = statements.get(filters.filter((filter) => values[filter] !== null).join());
    if (!found) throw new Error("There is no statement for these filters.");
    return found;
  };
}
