import { parseArgs } from "node:util";
import { type Call, calls } from "./results.ts";

/** What can be measured, with what it is. */
const cases = {
  create: "orders.create beside the floor, the lean and the plain way; 1, 16, 64 and 256 connections",
  pay: "orders.pay beside the floor; 1, 16, 64 and 256 connections",
  get: "orders.get beside the floor; 1, 16, 64 and 256 connections",
  list: "orders.list beside the floor; 1, 16, 64 and 256 connections",
  distance: "each of these calls with 40 ms to the database",
  growth: "get, pay and the first page with 1,000 orders and with a million",
  sweeps: "sending 100,000 messages that are due, by the cron trigger",
  size: "the Worker's size, gzip, as deployed and without the PDF library",
  startup: "the Worker's start-up beside a trivial Worker's",
  sql: "the SQL of a create and of a pay, alone in SQLite",
} as const;
type Case = keyof typeof cases;

export interface Options {
  readonly cases: readonly Case[];
  /** Of the cases, those that are calls under load. */
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
  /** Where the JSON goes, or where it comes from when nothing is to be measured. */
  readonly json: string | undefined;
  readonly from: string | undefined;
}

export const help = `Measures Till: the built Worker in workerd, on the real libSQL server, on this machine only.

  npx pnpm@10 bench [case …] [options]

Cases, all of them if none is named:
${Object.entries(cases)
  .map(([name, text]) => `  ${name.padEnd(10)}${text}`)
  .join("\n")}

Beside Till, in turns within one run:
  floor     a bare Worker that sends the SQL which Till has sent for the same call, recorded, with new ids and times
  lean      a bare Worker with the least SQL that keeps an order, in one batch
  plain     a bare Worker with the same order in an interactive transaction, a query for each step and line

Options:
  --quick           few short rounds, small databases: to see that it works, not to be quoted
  --rounds N        rounds of each run (5, quick 2)
  --seconds N       seconds of each run (2, quick 1)
  --orders N        orders of the large database (1000000, quick 20000)
  --messages N      messages that are due (100000, quick 2000)
  --json FILE       where the results go (bench/results/<time>.json)
  --write-docs      writes docs/performance.md from the results
  --from FILE       measures nothing and takes the results from this file
  --help            this text

The table goes to standard output, progress to standard error. Ctrl-C ends everything that was started.`;

/** What a full run does, and what a quick one. */
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

/** The largest value of a number on the command line: whatever is asked for, a run ends. */
const most = { rounds: 100, seconds: 60, orders: 6_000_000, messages: 1_000_000 } as const;

/**
 * Reads the command line. Null asks for help.
 *
 * @throws for an option, a case or a number that there is not, with a sentence that says so.
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
