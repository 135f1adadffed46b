import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Run } from "../results.ts";
import { percentile } from "../statistics.ts";

/** The requests of one run. `{orderId}` in path and body is the next order, `{key}` a new idempotency key. */
export interface LoadPlan {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A text in every good answer. */
  readonly expected: string;
  readonly connections: number;
  readonly durationMs: number;
  /** The orders for the requests, one after the other. */
  readonly orders: OrderRange;
}

/** Orders with the ids `first`, `first + step` and so on. With `once`, the run ends when they are used up. */
export interface OrderRange {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly serves: "once" | "again";
}

export interface LoadAnswer {
  readonly good: number;
  readonly bad: number;
  /** Requests without an answer. */
  readonly errors: number;
  readonly latenciesMs: readonly number[];
  readonly elapsedMs: number;
}

export interface LoadGenerator {
  run(plan: LoadPlan): Promise<Run>;
  readonly stop: () => Promise<void>;
}

/** Starts the process that sends the requests. */
export function startLoadGenerator(): LoadGenerator {
  const child: ChildProcess = fork(join(import.meta.dirname, "load-process.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  return {
    async run(plan) {
      child.send(plan);
      const answered = once(child, "message") as Promise<[LoadAnswer]>;
      const ended = exited.then((): never => {
        throw new Error("The process that sends the requests ended.");
      });
      const [answer] = await Promise.race([answered, ended]);
      return toRun(answer);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

const toRun = ({ good, bad, errors, latenciesMs, elapsedMs }: LoadAnswer): Run => ({
  answersPerSecond: elapsedMs > 0 ? (good / elapsedMs) * 1000 : 0,
  p50Ms: percentile(latenciesMs, 50),
  p99Ms: percentile(latenciesMs, 99),
  answers: good,
  errors: bad + errors,
});
