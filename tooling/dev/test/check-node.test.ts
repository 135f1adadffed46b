import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../check-node.js", import.meta.url));

/** Runs the check of an install as if on another version of Node. */
const checkAs = (version: string) => {
  const pretend = `data:text/javascript,Object.defineProperty(process, "version", { value: "${version}" })`;
  return spawnSync(process.execPath, ["--import", pretend, script], { encoding: "utf8" });
};

test("an install without a new Node fails and says why", () => {
  const { status, stderr } = checkAs("v20.20.2");
  expect(status).toBe(1);
  expect(stderr).toContain("The scripts would run on Node v20.20.2");
  expect(stderr).toContain("its hash differs from pnpm-lock.yaml");
});

test.each(["v24.21.0", process.version])("an install with Node %s succeeds", (version) => {
  expect(checkAs(version)).toMatchObject({ status: 0, stderr: "" });
});
