import { refusalOf } from "./refusals.ts";

/** Starts a call many times at once and sorts what comes back: the values, and how often each code was refused. */
export async function race<Value>(count: number, call: (index: number) => Promise<Value>) {
  const values: Value[] = [];
  const refused: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const attempt = call(index);
      await attempt.then(
        (value) => values.push(value),
        async () => {
          const { code } = await refusalOf(attempt);
          refused[code] = (refused[code] ?? 0) + 1;
        },
      );
    }),
  );
  return { values, refused };
}
