import { expect, test } from "vitest";
import { idOfCommand, readTraceparent, traceOfCommand, tracedCommandId, writeTraceparent } from "../src/index.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";

test.each([
  [`00-${traceId}-b7ad6b7169203331-01`, { traceId, flags: "01" }],
  [`01-${traceId}-b7ad6b7169203331-00-of-a-later-version`, { traceId, flags: "00" }],
  [`ff-${traceId}-b7ad6b7169203331-01`, null],
  [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, null],
  [`00-${traceId}-${"0".repeat(16)}-01`, null],
  [`00-${traceId.toUpperCase()}-b7ad6b7169203331-01`, null],
  [`00-${traceId}-b7ad6b7169203331`, null],
  ["", null],
  [undefined, null],
])("the header %s names its trace, or none", (header, trace) => expect(readTraceparent(header)).toEqual(trace));

test("a command of a traced request has the trace in its id, and what it makes has not", () => {
  const id = tracedCommandId({ traceId, flags: "01" }, "k3v9x0q2m7c4a1b8aaaa");
  expect([traceOfCommand(id), idOfCommand(id)]).toEqual([{ traceId, flags: "01" }, "k3v9x0q2m7c4a1b8aaaa"]);
  expect([traceOfCommand("k3v9"), idOfCommand("k3v9")]).toEqual([null, "k3v9"]);
  expect(readTraceparent(writeTraceparent({ traceId, flags: "01" }, "b7ad6b7169203331"))?.traceId).toBe(traceId);
});
