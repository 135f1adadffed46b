import { type Results, calls } from "../results.ts";
import { median } from "../statistics.ts";
import { wayNames } from "../targets.ts";
import { count, figure, summaryOf } from "./figures.ts";
import { markdownTable } from "./markdown-table.ts";
import { targetRows } from "./target-rows.ts";

/** docs/performance.md, made only from the results of one run. */
export function performanceDocument(results: Results): string {
  const sections = [
    introduction(results),
    machine(results),
    `## What is aimed at\n\nEach ratio is the median of the rounds' own ratios.\n\n${markdownTable(["figure", "target", "measured", "reached"], targetRows(results))}`,
    load(results),
    distance(results),
    growth(results),
    sweeps(results),
    tills(results),
    sizeAndStartUp(results),
    sql(results),
    memory,
    method(results),
  ];
  return `${sections.filter((section) => section !== null).join("\n\n")}\n`;
}

function introduction({ startedAt, commit, isQuick, settings, durationSeconds }: Results): string {
  const quick = isQuick ? "\n\n**A quick run: it shows that the bench works. Do not quote its figures.**" : "";
  return `# Performance

What Till costs compared with Workers that do less. \`npx pnpm@10 bench --write-docs\` measured it and wrote this page on
${startedAt.slice(0, 10)}${commit === null ? "" : `, at commit ${commit}`}: ${settings.rounds} rounds of ${settings.seconds} s for each run, ${Math.round(durationSeconds / 60)} minutes in all. Figures on another machine
differ; the ratios differ less.${quick}`;
}

const machine = ({ machine: it }: Results) =>
  `## The machine\n\n${markdownTable(
    ["what", "which"],
    [
      ["processor", `${it.cpu}, ${it.cores} cores`],
      ["memory", `${it.memoryGiB} GiB`],
      ["system", it.system],
      ["Node", it.node],
      ["workerd", it.workerd],
      ["libSQL server", it.libsqlServer],
    ],
  )}`;

function load({ load: found }: Results): string | null {
  if (!found) return null;
  const tables = calls.flatMap((call) => {
    const rows = found
      .filter((result) => result.call === call)
      .map(({ way, connections, runs }) => {
        const { answersPerSecond, p50Ms, p99Ms, errors, hangs } = summaryOf(runs);
        const hung = hangs > 0 ? ` and the database hung ${hangs} times` : "";
        return [
          wayNames[way],
          String(connections),
          figure(answersPerSecond),
          figure(p50Ms),
          figure(p99Ms),
          `${errors}${hung}`,
        ];
      });
    if (rows.length === 0) return [];
    return [
      `### ${call}\n\n${markdownTable(["way", "connections", "answers/s", "p50, ms", "p99, ms", "errors"], rows)}`,
    ];
  });
  const after = found.find(({ call, way, connections }) => call === "pay" && way === "till" && connections === 16);
  const settled = after
    ? `\n\nAfter \`orders.pay\` Till sends an email and a text message; the floor does not. At 16 connections that continues for ${figure(summaryOf(after.runs).settledAfterMs)} ms after the last answer.`
    : "";
  return `## Under load\n\n${tables.join("\n\n")}${settled}`;
}

function distance({ distance: found }: Results): string | null {
  if (!found) return null;
  const rows = found.map(({ call, runs }) => [call, figure(summaryOf(runs).p50Ms), figure(summaryOf(runs).p99Ms)]);
  return `## Far from the database\n\nOne call at a time; each request to the database takes ${found[0]?.delayMs} ms longer.\n\n${markdownTable(["call", "p50, ms", "p99, ms"], rows)}`;
}

function growth({ growth: found }: Results): string | null {
  if (!found) return null;
  const rows = found.calls.map(({ name, small, large }) => [
    name,
    figure(summaryOf(small).p50Ms),
    figure(summaryOf(large).p50Ms),
  ]);
  return `## With many orders

One call at a time. The large database has ${count(found.databaseMiB)} MiB; its orders were generated in ${count(found.generatedInSeconds)} s.

${markdownTable(["call", `p50 at ${count(found.smallOrders)} orders, ms`, `p50 at ${count(found.largeOrders)} orders, ms`], rows)}`;
}

function sweeps({ sweeps: found }: Results): string | null {
  if (!found) return null;
  const left = found.left > 0 ? ` Then the time was up, and ${count(found.left)} were left.` : "";
  return `## Due messages

Of ${count(found.messages)} messages, ${found.sweeps} sweeps sent ${count(found.sent)} in ${figure(found.seconds)} s: ${figure(found.sent / found.seconds)} a second, with ${figure(found.databaseRequests / found.sent)} requests to the database for each.${left}`;
}

function tills({ tills: found }: Results): string | null {
  if (!found) return null;
  const rows = found.runs.map(({ count: number, runs }) => {
    const { answersPerSecond, p50Ms, p99Ms, errors } = summaryOf(runs);
    return [String(number), figure(answersPerSecond), figure(p50Ms), figure(p99Ms), String(errors)];
  });
  return `## Several tills

Small writes straight to the local server, with ${found.connections} connections, to one till and to several by turns. Forking a till took ${figure(median(found.forkMs))} ms, one such write ${figure(median(found.writeMs))} ms.

${markdownTable(["tills", "writes/s", "p50, ms", "p99, ms", "errors"], rows)}`;
}

function sizeAndStartUp({ size, startUp }: Results): string | null {
  const rows = [
    ...(size
      ? [
          ["Worker, gzip, whole", `${figure(size.wholeGzipBytes / 1024)} KiB`],
          ["Worker, gzip, what is loaded when it starts", `${figure(size.mainGzipBytes / 1024)} KiB`],
        ]
      : []),
    ...(startUp
      ? [
          ["from spawning workerd to Till's first answer", `${figure(median(startUp.tillMs))} ms`],
          ["from spawning workerd to the first answer of a procedure", `${figure(median(startUp.procedureMs))} ms`],
          ["the first answer of a trivial Worker", `${figure(median(startUp.trivialMs))} ms`],
        ]
      : []),
  ];
  return rows.length === 0 ? null : `## Size and start-up\n\n${markdownTable(["what", "how much"], rows)}`;
}

function sql({ sql: found, settings }: Results): string | null {
  if (!found) return null;
  const rows = found.map((it) => [
    it.call,
    String(it.statements),
    figure(it.sqlBytes / 1000),
    figure(it.prepareMs),
    figure(it.runMs),
  ]);
  return `## The SQL alone

In SQLite alone, on a copy of the database file, rolled back each time; medians of ${count(settings.sqlRepeats)} runs.

${markdownTable(["call", "statements", "text, KB", "prepare, ms", "run, ms"], rows)}`;
}

/** Measured by hand on 2026-11-25: it takes too many requests for every run. */
const memory = `## Memory

The memory of workerd grows with the first requests and then stays: V8 collects late. 800,000 requests for \`/healthz\` at 8
connections: 103 MB at first, 340 after 40,000, 411 after 150,000, 409 at the end. A Worker of one line: 78, 340 after 80,000 and 150,000.`;

const method = ({ settings }: Results) => `## How it is measured

- **Till** is the Worker as \`deploy\` would upload it, in workerd, on the real libSQL server, reached directly. All processes
  share this machine.
- **The floor** is a bare Worker that sends the SQL that Till sent for the same call: recorded, and sent again as one request
  with new ids, keys and times. Rows are counted after each run, so a floor that did nothing is an error.
- **The lean way** stores an order with the least SQL, in one batch and in its own tables. **The plain way** stores the same order
  in an interactive transaction, with a query for each step and line.
- The ways take turns within each round, so that other work on the machine affects all of them. Between two runs the bench
  waits until the database is free.
- Every answer is checked for its expected text; anything else counts as an error.
- autocannon sends the requests, in a separate process. It took less processor time for a request than undici and node:http.
- SQL writes the orders of the large database, with all rows, indexes and constraints that Till's own orders have.

## Repeat it

\`\`\`sh
npx pnpm@10 bench                      # everything
npx pnpm@10 bench create get --quick   # some cases, briefly
npx pnpm@10 bench growth --orders ${settings.orders}
npx pnpm@10 bench --help
\`\`\``;
