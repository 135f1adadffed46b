import { parseArgs } from "node:util";
import { type Call, calls } from "./results.ts";

/** The cases, with a description of each. */
const cases = {
  create: "orders.create compared with the floor, the lean and the plain way; 1, 16, 64 and 256 connections",
  pay: "orders.pay compared with the floor; 1, 16, 64 and 256 connections",
  get: "orders.get compared with the floor; 1, 16, 64 and 256 connections",
  list: "orders.list compared with the floor; 1, 16, 64 and 256 connections",
  distance: "each of these calls with 40 ms to the database",
  growth: "get, pay, the first page, searches and a summary with 1,000 orders and with a million",
  sweeps: "sending 100,000 due messages by the cron trigger",
  tills: "small writes to one till of the local server and to eight, by turns, and forking one",
  size: "the Worker's size, gzip, as deployed and as loaded when it starts",
  startup: "the Worker's start-up compared with a trivial Worker's",
  sql: "the SQL of a create and of a pay, alone in SQLite",
} as const;
type Case = keyof typeof cases;

export interface Options {
  readonly cases: readonly Case[];
  /** The chosen cases that are calls under load. */
  readonly calls: readonly Call[];
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly orders: number;
  readonly messages: number;
  readonly startUps: number;
  readonly sqlRepeats: number;
  readonly sweepLimitSeconds: number;
  readonly writesDocs: boolean;
  /** The JSON file to write, or to read if nothing is to be measured. */
  readonly json: string | undefined;
  readonly from: string | undefined;
}

export const help = `Measures Till: the built Worker in workerd, on the real libSQL server, on this machine only.

  npx pnpm@10 bench [case …] [options]

Cases (default: all):
${Object.entries(cases)
  .map(([name, text]) => `  ${name.padEnd(10)}${text}`)
  .join("\n")}

Compared with Till, in turns within one run:
  floor     a bare Worker that sends Till's recorded SQL for the same call, with new ids and times
  lean      a bare Worker with the least SQL that stores an order, in one batch
  plain     a bare Worker that stores the same order in an interactive transaction, with a query for each step and line

Options:
  --quick           few short rounds and small databases, to see that it works; do not quote its figures
  --rounds N        rounds of each run (5, quick 2)
  --seconds N       seconds of each run (2, quick 1)
  --orders N        orders of the large database (1000000, quick 20000)
  --messages N      messages that are due (100000, quick 2000)
  --json FILE       the file for the results (bench/results/<time>.json)
  --write-docs      writes docs/performance.md from the results
  --from FILE       measures nothing and reads the results from this file
  --help            this text

The table goes to standard output, progress to standard error. Ctrl-C ends everything that was started.`;

/** The settings of a full run and of a quick one. */
const presets = {
  full: {
    rounds: 5,
    seconds: 2,
    orders: 1_000_000,
    messages: 100_000,
    startUps: 21,
    sqlRepeats: 1_000,
    sweepLimitSeconds: 300,
  },
  quick: {
    rounds: 2,
    seconds: 1,
    orders: 20_000,
    messages: 2_000,
    startUps: 5,
    sqlRepeats: 200,
    sweepLimitSeconds: 30,
  },
} as const;

/** The largest numbers on the command line, so that every run ends. */
const most = { rounds: 100, seconds: 60, orders: 6_000_000, messages: 1_000_000 } as const;

/**
 * Reads the command line. Null means that help was requested.
 *
 * @throws with a sentence, for an unknown option or case, or a wrong number.
 */
export function readOptions(args: readonly string[]): Options | null {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: flag,
      "write-docs": flag,
      help: flag,
      rounds: text,
      seconds: text,
      orders: text,
      messages: text,
      json: text,
      from: text,
    },
  });
  if (values.help) return null;
  const unknown = positionals.filter((name) => !(name in cases));
  if (unknown.length > 0)
    throw new Error(`There is no case ${unknown.join(", ")}. There are ${Object.keys(cases).join(", ")}.`);
  const chosen = (Object.keys(cases) as Case[]).filter(
    (name) => positionals.length === 0 || positionals.includes(name),
  );
  const preset = values.quick ? presets.quick : presets.full;
  const number = (name: keyof typeof most) => countOf(name, values[name]) ?? preset[name];
  return {
    ...preset,
    cases: chosen,
    calls: calls.filter((call) => chosen.includes(call)),
    isQuick: values.quick,
    rounds: number("rounds"),
    seconds: number("seconds"),
    orders: number("orders"),
    messages: number("messages"),
    writesDocs: values["write-docs"],
    json: values.json,
    from: values.from,
  };
}

function countOf(name: keyof typeof most, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > most[name])
    throw new Error(`--${name} takes a whole number from 1 to ${most[name]}, not "${text}".`);
  return count;
}
