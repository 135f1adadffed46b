import { expect, test } from "vitest";
import { readPipeline } from "../../src/rig/pipeline.ts";

const value = (type: string, text?: string) => ({ type, value: text });

test("a recorded request is read as statements with their values, without the transaction around them", () => {
  const body = JSON.stringify({
    requests: [
      { type: "store_sql", sql_id: 1, sql: "SELECT ?" },
      {
        type: "batch",
        batch: {
          steps: [
            { stmt: { sql: "BEGIN IMMEDIATE" } },
            { stmt: { sql_id: 1, args: [value("integer", "9007199254740993")] } },
            { stmt: { sql_id: 1, args: [value("null")] } },
            { stmt: { sql: "SELECT :é", named_args: [{ name: "é", value: value("text", "x") }] } },
            { stmt: { sql: "COMMIT" } },
          ],
        },
      },
      { type: "close" },
    ],
  });
  expect(readPipeline(body)).toEqual({
    statements: [
      { sql: "SELECT ?", args: [9007199254740993n] },
      { sql: "SELECT ?", args: [null] },
      { sql: "SELECT :é", args: [], named: { é: "x" } },
    ],
    // A stored text counts once, and é has two bytes.
    sqlBytes: "SELECT ?".length + "BEGIN IMMEDIATE".length + "SELECT :ee".length + "COMMIT".length,
  });
});
