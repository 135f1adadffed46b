import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { getRequestListener } from "@hono/node-server";
import { seedDatabase } from "@till/db/setup";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../build/paths.ts";
import { examplesOf, expectPart, expectShown } from "./examples.ts";
import { expectDocumented } from "./rest-document.ts";
import { isFull } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

/** A Till with the demo shop in it, on a port of its own. What it answers has to be what the document says. */
async function startServer(options?: Parameters<typeof startTill>[0]): Promise<{ url: string; till: Till }> {
  const till = await startTill(options);
  onTestFinished(() => till.stop());
  await seedDatabase(till.connection);
  const answer = getRequestListener(async (request) => {
    const response = await till.request(request.url, request);
    await expectDocumented({ method: request.method, path: request.url }, response);
    return response;
  });
  const server = createServer((request, response) => void answer(request, response));
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, till };
}

/** A directory whose `curl` is the stand-in. */
async function standInDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "till-curl-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const standIn = fileURLToPath(new URL("curl-stand-in.ts", import.meta.url));
  await writeFile(join(dir, "curl"), `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`);
  await chmod(join(dir, "curl"), 0o755);
  return dir;
}

/** Where commands are found, if `curl` is to be what this way says. */
const pathFor = async (way: string | undefined) =>
  way === "curl" ? process.env["PATH"] : [await standInDir(), process.env["PATH"]].join(delimiter);

const hasCurl = spawnSync("curl", ["--version"]).error === undefined;

/** A bare machine may have no curl. The stand-in is there on every machine, so it is tried on every machine. */
const ways = hasCurl ? ["curl", "a stand-in for curl"] : ["a stand-in for curl"];

/** The examples are repeated by one way only: what they leave behind does not depend on it. */
const timesOf = (way: string) => (way === ways[0] ? ["first", "second"] : ["first"]);

/** The pages with examples, and how many each has at least. */
const pages = [
  ["docs/rest.md", 11],
  ["docs/start.md", 3],
] as const;

/** Where there is a curl, one page shows that the stand-in works. It starts a process for each call, which takes long. */
const pagesOf = (way: string) => (way === ways[0] || isFull ? pages : pages.slice(1));
const cases = ways.flatMap((way) => pagesOf(way).map(([page, least]) => ({ way, page, least })));

test.each(cases)("the examples of $page do what they show, as often as they are run, by $way", async (tried) => {
  const { way, page, least } = tried;
  const examples = examplesOf(await readFile(new URL(page, root), "utf8"));
  expect(examples.length).toBeGreaterThanOrEqual(least);
  const { url, till } = await startServer();
  const path = await pathFor(way);
  const mark = `-- ${crypto.randomUUID()} --`;
  // One shell for all, as a reader has: what an example sets, the next one uses.
  const script = examples.map((example) => `${example.script}\necho\necho '${mark}'`).join("\n");
  const before = await leftBehind(till);
  for (const time of timesOf(way)) {
    const { stdout } = await promisify(execFile)("sh", ["-euc", script.replaceAll("http://localhost:8787", url)], {
      env: { ...process.env, PATH: path },
    });
    const printed = stdout.split(mark).slice(0, -1);
    expect(printed).toHaveLength(examples.length);
    for (const [index, example] of examples.entries()) expectShown(printed[index] ?? "", example, `The ${time} time.`);
    expect(await leftBehind(till)).toEqual(before);
  }
});

/** Pages that show no answers beside their calls: the last line of what their calls print has to be this. */
const withoutAnswers = [
  ["README.md", { order: { status: "PAID" }, payment: { status: "SUCCEEDED" } }],
  ["docs/testing.md", { name: "Returns", people: [{}, {}, {}, { role: "staff" }] }],
] as const;

test.each(withoutAnswers)("the calls of %s do what the page says", async (page, last) => {
  const text = await readFile(new URL(page, root), "utf8");
  const scripts = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, script = ""]) => script);
  const [script = "", ...others] = scripts.filter((one) => one.includes("curl "));
  expect(others).toEqual([]);
  const { url } = await startServer({ withTills: true });
  const { stdout } = await promisify(execFile)("sh", ["-euc", script.replaceAll("http://localhost:8787", url)], {
    env: { ...process.env, PATH: await pathFor(ways[0]) },
  });
  expectPart(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), last, script);
});

/** What a run could use up, so that a later one is answered otherwise. */
async function leftBehind(till: Till) {
  const { items: endpoints } = await till.as(somebody("staff")).webhooks.endpoints.list.query();
  const rows = await till.rows(`SELECT (SELECT sum(stock) FROM products WHERE archived_at IS NULL) AS stock,
    (SELECT count(*) FROM orders WHERE status = 'PENDING') AS open_orders`);
  return { endpoints, rows };
}
