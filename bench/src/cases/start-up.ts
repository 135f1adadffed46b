import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, get } from "node:http";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import workerd from "workerd";
import type { StartUpResult } from "../results.ts";
import type { BuiltWorker } from "../rig/built-worker.ts";
import type { Bench } from "../rig/rig.ts";
import { variables } from "../rig/till-worker.ts";

const timeoutMs = 20_000;

/**
 * Measures the time from spawning workerd to the first answer, of Till and of a trivial Worker in turns. The answer
 * needs no database. It does not use Miniflare, which adds Workers of its own.
 */
export async function measureStartUp(
  bench: Bench,
  { startUps }: { readonly startUps: number },
): Promise<StartUpResult> {
  const built = await bench.built();
  const [till, trivial] = [join(built.dir, "till.capnp"), join(built.dir, "trivial.capnp")];
  await writeFile(
    till,
    configOf(built, built.modules.map(moduleOf), variables({ url: "http://127.0.0.1:1", authToken: "none" })),
  );
  await writeFile(trivial, configOf(built, [trivialModule], {}));
  const times = { tillMs: [] as number[], trivialMs: [] as number[] };
  // The first start of each loads its files into the page cache.
  for (let turn = -1; turn < startUps; turn += 1) {
    bench.progress.step(`start-up, ${Math.max(turn, 0) + 1} of ${startUps}`);
    const [tillMs, trivialMs] = [await startOnce(bench, till), await startOnce(bench, trivial)];
    if (turn < 0) continue;
    times.tillMs.push(tillMs);
    times.trivialMs.push(trivialMs);
  }
  return times;
}

const trivialModule = `(name = "trivial.js", esModule = "export default { fetch() { return new Response('ok'); } };")`;

const moduleOf = (name: string) => `(name = ${JSON.stringify(name)}, esModule = embed ${JSON.stringify(name)})`;

/** A configuration of workerd (https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp). */
const configOf = (
  { compatibilityDate, compatibilityFlags }: BuiltWorker,
  modules: readonly string[],
  texts: Readonly<Record<string, string>>,
) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [${modules.join(", ")}],
    compatibilityDate = ${JSON.stringify(compatibilityDate)},
    compatibilityFlags = ${JSON.stringify(compatibilityFlags)},
    bindings = [${Object.entries(texts)
      .map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`)
      .join(", ")}],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

async function startOnce(bench: Bench, config: string): Promise<number> {
  await using stack = bench.scope();
  const since = performance.now();
  const child = spawn(workerd.default, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  stack.defer(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const port = await listeningPort(child);
  await firstAnswer(port);
  return performance.now() - since;
}

/** The port that workerd reports on its control pipe once its Workers have started. */
async function listeningPort(child: ChildProcess): Promise<number> {
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  let told = "";
  const signal = AbortSignal.timeout(timeoutMs);
  const pipe = child.stdio[3] as Readable;
  while (!told.includes("\n")) {
    const [chunk] = (await Promise.race([once(pipe, "data", { signal }), once(pipe, "end", { signal })])) as [Buffer?];
    if (!chunk) throw new Error(`workerd ended before it listened: ${errors}`);
    told += chunk.toString();
  }
  return (JSON.parse(told) as { port: number }).port;
}

async function firstAnswer(port: number): Promise<void> {
  const request = get({ host: "127.0.0.1", port, path: "/healthz", agent: false, timeout: timeoutMs });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`The Worker's first answer was ${response.statusCode}.`);
}
