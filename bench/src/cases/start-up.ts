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

/** The first requests: one that loads nothing more, and one that loads the procedures. Neither needs a database. */
const paths = { process: "/healthz", procedure: "/trpc/auth.me" };

/**
 * Measures the time from spawning workerd to the first answer, of Till and of a trivial Worker in turns. It does not use
 * Miniflare, which adds Workers of its own.
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
  const times = { tillMs: [] as number[], procedureMs: [] as number[], trivialMs: [] as number[] };
  // The first start of each loads its files into the page cache.
  for (let turn = -1; turn < startUps; turn += 1) {
    bench.progress.step(`start-up, ${Math.max(turn, 0) + 1} of ${startUps}`);
    const tillMs = await startOnce(bench, till, paths.process);
    const procedureMs = await startOnce(bench, till, paths.procedure);
    const trivialMs = await startOnce(bench, trivial, paths.process);
    if (turn < 0) continue;
    times.tillMs.push(tillMs);
    times.procedureMs.push(procedureMs);
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

async function startOnce(bench: Bench, config: string, path: string): Promise<number> {
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
  await firstAnswer(port, path);
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

async function firstAnswer(port: number, path: string): Promise<void> {
  const request = get({ host: "127.0.0.1", port, path, agent: false, timeout: timeoutMs });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`The Worker's first answer was ${response.statusCode}.`);
}
