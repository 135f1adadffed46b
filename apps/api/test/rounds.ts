/** Whether this run does every round that the design asks for (`test:full`), or a part that fits into minutes. */
export const isFull = process.env["TILL_TEST_FULL"] === "1";

/** How many rounds to do: all of them in a full run, else the given part. */
export const rounds = (all: number, part: number): number => (isFull ? all : part);
