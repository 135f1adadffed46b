import { execFile } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startLibsql } from "../src/index.ts";
import { findFreePort } from "../src/port.ts";
import { serverBinary } from "../src/server-binary.ts";
import { runServer, startServer, untilReady } from "../src/server-process.ts";
import { query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

test("a server that lost the race for its port is not mistaken for the winner", async () => {
  const winner = await startLibsql();
  onTestFinished(() => winner.stop());
  const port = Number(new URL(winner.url).port);

  const loser = runServer(
    { binary: serverBinary(), dataDir: await scratchDir(), isTemporary: false },
    port,
    await findFreePort(),
  );

  expect(await untilReady(loser)).toBe("port-taken");
});

test("the server behind the router answers nobody but the router, and its credential is not in the list of processes", async () => {
  const dataDir = await scratchDir();
  const server = await startServer({ binary: serverBinary(), dataDir, isTemporary: false }, async () => {});
  onTestFinished(async () => void (await server.stop(0)));
  const ask = async (authorization: string) => {
    const body = JSON.stringify({ requests: [{ type: "execute", stmt: { sql: "SELECT 42" } }, { type: "close" }] });
    const headers = { authorization, host: "default.evil.example" };
    const sent = request({ host: "127.0.0.1", port: server.port, path: "/v2/pipeline", method: "POST", headers }).end(
      body,
    );
    const [answer] = await once(sent, "response");
    return { status: answer.statusCode, body: await text(answer) };
  };

  expect(await ask(server.authorization)).toMatchObject({ status: 200, body: expect.stringContaining('"42"') });
  for (const wrong of ["", "Basic", "Basic dGlsbDo", "Bearer "])
    expect(await ask(wrong)).toMatchObject({ status: 401 });
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "args="]);
  expect(stdout).toContain(dataDir);
  expect(stdout).not.toContain(server.authorization.slice("Basic ".length));
});

test("an SQLD_ variable in the environment changes nothing", async () => {
  process.env["SQLD_ADMIN_LISTEN_ADDR"] = "not an address";
  onTestFinished(() => void delete process.env["SQLD_ADMIN_LISTEN_ADDR"]);

  const server = await startLibsql();
  onTestFinished(() => server.stop());

  expect(await query(server, "SELECT 1")).toEqual([["1"]]);
});
