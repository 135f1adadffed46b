import { expect, onTestFinished, test } from "vitest";
import { startLibsql } from "../src/index.ts";
import { serverBinary } from "../src/server-binary.ts";
import { runServer, untilReady } from "../src/server-process.ts";
import { scratchDir } from "./scratch.ts";

test("a server that lost the race for its port is not mistaken for the winner", async () => {
  const winner = await startLibsql();
  onTestFinished(() => winner.stop());
  const port = Number(new URL(winner.url).port);

  const loser = runServer({ binary: serverBinary(), dataDir: await scratchDir(), isTemporary: false }, port);

  expect(await untilReady(loser)).toBe("port-taken");
});

test("an SQLD_ variable in the environment changes nothing", async () => {
  process.env["SQLD_ADMIN_LISTEN_ADDR"] = "not an address";
  onTestFinished(() => void delete process.env["SQLD_ADMIN_LISTEN_ADDR"]);

  const server = await startLibsql();
  onTestFinished(() => server.stop());

  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});
