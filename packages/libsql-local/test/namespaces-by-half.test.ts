import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createNamespace, deleteNamespace, forkNamespace, listNamespaces, type LibsqlServer } from "../src/index.ts";
import { ask, inNamespace, NOT_FOUND, start } from "./in-namespace.ts";
import { query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

/** The server's process is killed, as by a power failure, and started again. */
async function crash(server: LibsqlServer, dataDir: string): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(dataDir, "server.lock"), "utf8")) as { pid: number };
  process.kill(pid, "SIGKILL");
  await server.exited;
  await server.restart();
}

test("a folder that a killed server has left is listed, and can be made anew or deleted", async () => {
  const dataDir = await scratchDir();
  const server = await start(dataDir);
  for (const name of ["half", "other-half"]) {
    await mkdir(join(dataDir, "dbs", name));
    await writeFile(join(dataDir, "dbs", name, "data"), "half a database");
  }
  await mkdir(join(dataDir, ".tmpUnfinished"));

  await server.restart();

  expect(existsSync(join(dataDir, ".tmpUnfinished"))).toBe(false);
  expect(await listNamespaces(server)).toEqual(["half", "other-half"]);
  expect(await ask(inNamespace(server, "half"))).toMatchObject(NOT_FOUND);
  await forkNamespace(server, "default", "half");
  await deleteNamespace(server, "other-half");
  expect(await ask(inNamespace(server, "half"))).toMatchObject({ status: 200 });
  expect(await readdir(join(dataDir, "dbs"))).toEqual(["default", "half"]);
});

const rounds = process.env["TILL_TEST_FULL"] === "1" ? 40 : 4;

test("kill -9 while namespaces are made, forked and deleted: none is there by half and hidden", async () => {
  const dataDir = await scratchDir();
  const server = await start(dataDir);
  await query(server, "CREATE TABLE t (n)", "CREATE TABLE last (n)", "INSERT INTO last VALUES (7)");
  for (let round = 0; round < rounds; round += 1) {
    await forkNamespace(server, "default", "deleted");
    const work = [
      createNamespace(server, "created"),
      forkNamespace(server, "default", "forked"),
      deleteNamespace(server, "deleted"),
    ];
    const settled = Promise.allSettled(work);
    await sleep((round * 60) / rounds);
    await crash(server, dataDir);
    await settled;

    const listed = await listNamespaces(server);
    for (const name of ["created", "forked", "deleted"]) {
      const answer = await ask(inNamespace(server, name), "SELECT 1");
      if (answer.status === 200) expect(listed).toContain(name);
      else expect(answer).toMatchObject(NOT_FOUND);
    }
    const forked = await ask(inNamespace(server, "forked"), "SELECT n FROM last");
    if (forked.status === 200) expect(JSON.stringify(forked)).toContain('"7"');
    for (const name of ["created", "forked", "deleted"]) await deleteNamespace(server, name);
    expect(await readdir(join(dataDir, "dbs"))).toEqual(["default"]);
  }
  expect(await query(server, "SELECT n FROM last")).toEqual([["7"]]);
});
