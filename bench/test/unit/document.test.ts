import { expect, test } from "vitest";
import { performanceDocument } from "../../src/report/document.ts";
import { results } from "./results.ts";

const page = performanceDocument(results);
/** The cells of the row that starts with this text. */
const row = (start: string) =>
  page
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .find(([first]) => first === start);

test("the page has the date, the machine and the settings of the run", () => {
  expect(page).toContain("2026-11-25, at commit 0123456789: 3 rounds of 2 s for each run, 10 minutes in all.");
  expect(row("processor")).toEqual(["processor", "A processor, 2 cores"]);
  expect(row("libSQL server")).toEqual(["libSQL server", "sqld 0.24"]);
  expect(page).not.toContain("quick run");
});

test("a quick run says that it is one", () => {
  expect(performanceDocument({ ...results, isQuick: true })).toContain("**A quick run:");
});

test("each way has its medians and the errors of all its rounds", () => {
  expect(page).toContain("### create");
  expect(row("Till")).toEqual(["Till", "16", "80.0", "12.5", "10.0", "0"]);
  expect(page).toMatch(/\| Till +\| +64 \| +300 \| +3\.33 \| +39\.0 \| +2 \|/);
});

test("several tills stand beside one, with the time to fork one", () => {
  expect(page).toContain("Forking a till took 25.0 ms, one such write 5.00 ms.");
  expect(row("8")).toEqual(["8", "450", "2.25", "20.0", "1"]);
});

test("each target has its measured figure, and is reached, missed or not measured", () => {
  expect(row("create, 16 connections: answers/s, Till to the floor")?.slice(1)).toEqual(["≥ 0.85 ×", "0.80 ×", "no"]);
  expect(row("get, 64 connections: answers/s, Till to the floor")?.slice(1)).toEqual(["≥ 0.85 ×", "1.00 ×", "yes"]);
  expect(row("pay: its SQL, text")?.slice(1)).toEqual(["≤ 5.00 KB", "–", "not measured"]);
});

test("a case that was not run has no section", () => {
  expect(page).toContain("## Size and start-up");
  for (const title of ["## Far from the database", "## With many orders", "## Due messages", "### pay"])
    expect(page).not.toContain(title);
});
