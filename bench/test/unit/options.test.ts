import { expect, test } from "vitest";
import { help, readOptions } from "../../src/options.ts";

test("without a case, all are measured, and the help names each of them", () => {
  const options = readOptions([]);
  expect(options).toMatchObject({ calls: ["create", "pay", "get", "list"], isQuick: false, orders: 1_000_000 });
  for (const name of options?.cases ?? []) expect(help).toContain(`\n  ${name} `);
  expect(options?.cases).toContain("sql");
});

test("cases are chosen by name, and an explicit number overrides --quick", () => {
  expect(readOptions(["get", "growth", "--quick", "--orders", "5000"])).toMatchObject({
    cases: ["get", "growth"],
    calls: ["get"],
    isQuick: true,
    orders: 5_000,
    messages: 2_000,
  });
});

test("--help requests help", () => {
  expect(readOptions(["--help"])).toBeNull();
});

test.each([
  [["gte"], "There is no case gte."],
  [["--rounds", "0"], '--rounds takes a whole number from 1 to 100, not "0".'],
  [["--orders", "many"], '--orders takes a whole number from 1 to 6000000, not "many".'],
  [["--fast"], "--fast"],
])("%j is refused", (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});
