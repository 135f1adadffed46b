import { type Call, type LoadResult, type Results, type Run, type Way, calls, growthCalls } from "./results.ts";
import { median, pairedRatio } from "./statistics.ts";

/** One target figure. `measured` is null if the run did not measure it. */
export interface Target {
  readonly what: string;
  readonly bound: "at least" | "at most";
  readonly target: number;
  readonly unit: "×" | "ms" | "KB" | "KiB" | "errors";
  readonly measured: number | null;
}

export const isReached = ({ measured, bound, target }: Target): boolean | null =>
  measured === null ? null : bound === "at least" ? measured >= target : measured <= target;

const read = {
  perSecond: (run: Run) => run.answersPerSecond,
  p50: (run: Run) => run.p50Ms,
  p99: (run: Run) => run.p99Ms,
};

/** All targets, with the measured figures. */
export function targetsOf(results: Results): Target[] {
  return [
    ...loadTargets(results.load ?? []),
    ...sqlTargets(results),
    ...sizeTargets(results),
    ...distanceTargets(results),
    ...growthTargets(results),
  ];
}

function loadTargets(load: readonly LoadResult[]): Target[] {
  const ratio = (call: Call, other: Way, connections: number, figure: (run: Run) => number) => {
    const [mine, others] = (["till", other] as const).map((way) => runsOf(load, call, way, connections)?.map(figure));
    return mine && others ? pairedRatio(mine, others) : null;
  };
  const speed = (call: Call, other: Way, connections: number, target: number): Target => ({
    what: `${call}, ${connections} connections: answers/s, Till to ${wayNames[other]}`,
    bound: "at least",
    target,
    unit: "×",
    measured: ratio(call, other, connections, read.perSecond),
  });
  return [
    ...calls.flatMap((call) => [16, 64].map((connections) => speed(call, "floor", connections, 0.85))),
    ...[16, 64].map((connections) => speed("create", "lean", connections, 0.6)),
    ...[16, 64].map((connections) => speed("create", "plain", connections, 3)),
    ...calls.map((call): Target => ({
      what: `${call}, 64 connections: p99, Till to ${wayNames.floor}`,
      bound: "at most",
      target: 1.3,
      unit: "×",
      measured: ratio(call, "floor", 64, read.p99),
    })),
    ...calls.map((call): Target => ({
      what: `${call}, 256 connections: errors`,
      bound: "at most",
      target: 0,
      unit: "errors",
      measured: runsOf(load, call, "till", 256)?.reduce((sum, { errors }) => sum + errors, 0) ?? null,
    })),
  ];
}

function sqlTargets({ sql }: Results): Target[] {
  const bounds = { create: { kb: 7, ms: 2 }, pay: { kb: 5, ms: 1.2 } };
  return Object.entries(bounds).flatMap(([call, { kb, ms }]): Target[] => {
    const found = sql?.find((result) => result.call === call);
    const what = `${call}: its SQL${call === "create" ? ", without a discount code" : ""}`;
    return [
      {
        what: `${what}, text`,
        bound: "at most",
        target: kb,
        unit: "KB",
        measured: found ? found.sqlBytes / 1000 : null,
      },
      {
        what: `${what}, prepared and run in SQLite alone`,
        bound: "at most",
        target: ms,
        unit: "ms",
        measured: found ? found.prepareMs + found.runMs : null,
      },
    ];
  });
}

const sizeTargets = ({ size, startUp }: Results): Target[] => [
  {
    what: "Worker, gzip, what is loaded when it starts",
    bound: "at most",
    target: 120,
    unit: "KiB",
    measured: size ? size.mainGzipBytes / 1024 : null,
  },
  {
    what: "start-up over a trivial Worker",
    bound: "at most",
    target: 60,
    unit: "ms",
    measured: startUp ? median(startUp.tillMs) - median(startUp.trivialMs) : null,
  },
];

const distanceTargets = ({ distance }: Results): Target[] =>
  calls.map((call) => {
    const found = distance?.find((result) => result.call === call);
    return {
      what: `${call}, 40 ms to the database: p50`,
      bound: "at most",
      target: 50,
      unit: "ms",
      measured: found ? median(found.runs.map(read.p50)) : null,
    };
  });

const growthTargets = ({ growth }: Results): Target[] =>
  growthCalls.map((name) => {
    const found = growth?.calls.find((call) => call.name === name);
    return {
      what: `${name}: p50 with many orders to p50 with few`,
      bound: "at most",
      target: 1.3,
      unit: "×",
      measured: found ? pairedRatio(found.large.map(read.p50), found.small.map(read.p50)) : null,
    };
  });

const runsOf = (load: readonly LoadResult[], call: Call, way: Way, connections: number) =>
  load.find((result) => result.call === call && result.way === way && result.connections === connections)?.runs;

export const wayNames: Readonly<Record<Way, string>> = {
  till: "Till",
  floor: "the floor",
  lean: "the lean way",
  plain: "the plain way",
};
