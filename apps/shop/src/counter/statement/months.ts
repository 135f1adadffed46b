const monthOf = (date: Date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;

const named = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" });

/** The last months up to that of a time, the latest first, for a choice: `2026-11`, `November 2026`. */
export const lastMonths = (count: number, now: Date): { value: string; label: string }[] =>
  Array.from({ length: count }, (_, index) => {
    const first = new Date(now.getFullYear(), now.getMonth() - index, 1);
    return { value: monthOf(first), label: named.format(first) };
  });
