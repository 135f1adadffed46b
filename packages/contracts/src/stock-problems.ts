/** Why the stock of a product can't be adjusted by a change. */
export const stockProblems = ["UNLIMITED", "BELOW_ZERO", "ABOVE_LIMIT"] as const;
export type StockProblem = (typeof stockProblems)[number];
