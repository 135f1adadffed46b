import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Finding } from "../../src/verify/finding.ts";
import { printedReport } from "../../src/verify/report.ts";

const finding = (held: boolean | null, name: string): Finding => ({
  id: name,
  name,
  held,
  found: "Answered 204, 2 times. But the effect was there twice instead of once.",
  why: "Till delivers at least once. Two copies can arrive together, and both find that the webhook is new.",
  mend: "Insert the webhook-id into a column with a UNIQUE constraint.",
});
const findings = [finding(true, "A valid webhook"), finding(false, "Twice at once"), finding(null, "Out of order")];
const print = (columns: number) => stripVTControlCharacters(printedReport("Webhooks", findings, columns));

test("a wide report is a table, and then says why and how to mend what did not hold", () => {
  expect(print(200)).toBe(`
Webhooks

✓ A valid webhook   Answered 204, 2 times. But the effect was there twice instead of once.
✗ Twice at once     Answered 204, 2 times. But the effect was there twice instead of once.
? Out of order      Answered 204, 2 times. But the effect was there twice instead of once.

✗ Twice at once
  Why    Till delivers at least once. Two copies can arrive together, and both find that the webhook is new.
  Mend   Insert the webhook-id into a column with a UNIQUE constraint.

1 held, 1 did not hold, 1 could not be seen.
`);
});

test("no line of a report is wider than its terminal", () => {
  for (const columns of [40, 60, 80, 120]) {
    const widths = print(columns)
      .split("\n")
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});
