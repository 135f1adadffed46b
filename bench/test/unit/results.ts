import type { Results, Run } from "../../src/results.ts";

export const run = (answersPerSecond: number, p99Ms = 10, errors = 0): Run => ({
  answersPerSecond,
  p50Ms: 1000 / answersPerSecond,
  p99Ms,
  answers: 100,
  errors,
});

/** The results of an invented run. It lacks some cases, to show how missing ones are reported. */
export const results: Results = {
  startedAt: "2026-11-25T10:00:00.000Z",
  durationSeconds: 600,
  commit: "0123456789",
  isQuick: false,
  machine: {
    cpu: "A processor",
    cores: 2,
    memoryGiB: 8,
    system: "Linux 6",
    node: "24.0.0",
    workerd: "1.0.0",
    libsqlServer: "sqld 0.24",
  },
  settings: { rounds: 3, seconds: 2, orders: 1_000_000, messages: 100_000, startUps: 21, sqlRepeats: 1_000 },
  load: [
    { call: "create", way: "till", connections: 16, runs: [run(80), run(40), run(90)] },
    { call: "create", way: "floor", connections: 16, runs: [run(100), run(50), run(100)] },
    { call: "get", way: "till", connections: 64, runs: [run(300, 39), run(300, 39, 2)] },
    { call: "get", way: "floor", connections: 64, runs: [run(300, 30), run(300, 30)] },
    { call: "get", way: "till", connections: 256, runs: [run(300, 900, 3)] },
  ],
  tills: {
    connections: 16,
    runs: [
      { count: 1, runs: [run(200)] },
      { count: 8, runs: [run(500, 20, 1), run(400, 20)] },
    ],
    forkMs: [20, 30, 25],
    writeMs: [5],
  },
  sql: [{ call: "create", statements: 9, sqlBytes: 6_900, prepareMs: 1.25, runMs: 0.5 }],
  size: {
    wholeGzipBytes: 300 * 1024,
    mainGzipBytes: 121 * 1024,
    modules: [{ name: "worker.js", bytes: 2_000_000, gzipBytes: 300 * 1024 }],
  },
  startUp: { tillMs: [100, 90, 95], procedureMs: [120, 110, 115], trivialMs: [40, 41, 39] },
};
