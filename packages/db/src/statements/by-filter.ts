import type { Statement } from "./statement.ts";

/**
 * Builds a statement for each combination of filters, and returns the one that a call needs: a filter applies if its
 * value is not null. One statement that tested for null in SQL would use no index.
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
