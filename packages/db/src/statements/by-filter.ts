import type { Statement } from "./statement.ts";

/**
 * Makes a statement for each combination of filters that is asked for, and returns the one that a call needs: a filter
 * applies if its value is not null. One statement that tested for null in SQL would use no index.
 */
export function statementsByFilter<Filter extends string, Values extends { readonly [Name in Filter]: unknown }, Rows>(
  filters: readonly Filter[],
  write: (asked: readonly Filter[]) => Statement<Values, Rows>,
): (values: Values) => Statement<Values, Rows> {
  const statements = new Map<string, Statement<Values, Rows>>();
  return (values) => {
    const asked = filters.filter((filter) => values[filter] !== null);
    const key = asked.join();
    const found = statements.get(key) ?? write(asked);
    statements.set(key, found);
    return found;
  };
}
