import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { explainFailure } from "../src/layout/failure.tsx";

const unreached = "The shop can't be reached. Check your connection, and try again.";

test.for([
  ["Chromium", "Failed to fetch"],
  ["Firefox", "NetworkError when attempting to fetch resource."],
  ["Safari", "Load failed"],
  ["Safari, older", "The Internet connection appears to be offline."],
])("%s says “%s” for a lost connection, and the shop says one thing", ([, words]) => {
  const error = new TypeError(words);
  expect(explainFailure(error)).toBe(unreached);
  expect(explainFailure(TRPCClientError.from(error))).toBe(unreached);
});

const answer = (data: object, message: string) =>
  TRPCClientError.from({ error: { code: -32_000, message, data } } as Parameters<typeof TRPCClientError.from>[0]);

test("shoppers see Till's own sentences, and never an error of the program", () => {
  const refusal = { code: "ORDER_NOT_FOUND", message: "There is no order #4.", details: { orderId: 4 }, actions: [] };
  expect(explainFailure(answer({ code: "NOT_FOUND", refusal }, "ORDER_NOT_FOUND"))).toBe("There is no order #4.");
  const fault = "Something went wrong here. Try again, and tell us the id abc if it stays.";
  expect(explainFailure(answer({ code: "INTERNAL_SERVER_ERROR" }, fault))).toBe(fault);
  const other = "The shop did not answer as it should. Try again in a moment.";
  expect(explainFailure(TRPCClientError.from(new SyntaxError("Unexpected token '<'")))).toBe(other);
  expect(explainFailure(new Error("Unable to preload CSS for /assets/x.css"))).toBe(other);
});
