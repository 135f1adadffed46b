import autocannon from "autocannon";
import type { LoadAnswer, LoadPlan } from "./load.ts";

// A separate process, so that sending requests does not wait for the bench's other work.
process.on("message", (plan: LoadPlan) => {
  void run(plan).then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal also reaches this process. It ignores it; the bench ends it later.
process.on("SIGINT", () => {});

/** How long one answer may take, and how long a run without answers continues. */
const patienceMs = 20_000;

async function run(plan: LoadPlan): Promise<LoadAnswer> {
  const latenciesMs: number[] = [];
  let [sent, good, bad] = [0, 0, 0];
  const startedAt = performance.now();
  let [lastAt, isOver] = [startedAt, false];
  const finished = Promise.withResolvers<autocannon.Result>();
  const options: autocannon.Options = {
    url: plan.url,
    connections: plan.connections,
    duration: (plan.durationMs + patienceMs) / 1000,
    sampleInt: 20,
    timeout: patienceMs / 1000,
    requests: [
      {
        method: plan.method,
        headers: { ...plan.headers },
        setupRequest(request) {
          const { first, step, count, serves } = plan.orders;
          const orderId = String(first + step * (sent % count));
          sent += 1;
          // Each order can be paid once. None is left for this request, so the run ends early.
          if (serves === "once" && sent > count) end();
          const fill = (text: string) => text.replaceAll("{orderId}", orderId).replaceAll("{key}", crypto.randomUUID());
          return { ...request, path: fill(plan.path), ...(plan.body && { body: fill(plan.body) }) };
        },
      },
    ],
    verifyBody(body) {
      if (isOver) return true;
      const isGood = String(body).includes(plan.expected);
      if (isGood) good += 1;
      else bad += 1;
      return isGood;
    },
  };
  const end = () => {
    isOver = true;
    instance.stop();
  };
  const instance = autocannon(options, (error, result) => (error ? finished.reject(error) : finished.resolve(result)));
  instance.on("response", (_client, _status, _bytes, durationMs) => {
    if (isOver) return;
    lastAt = performance.now();
    latenciesMs.push(durationMs);
  });
  // The run ends when its time is up and each connection had an answer, so that a slow way has results too.
  const clock = setInterval(() => {
    if (performance.now() - startedAt > plan.durationMs && latenciesMs.length >= plan.connections) end();
  }, 10);
  const { errors } = await finished.promise;
  clearInterval(clock);
  return { good, bad, errors, latenciesMs, elapsedMs: lastAt - startedAt };
}
