import { parseArgs, styleText } from "node:util";
import { NoTillError, defaultTillUrl, withRunningTill } from "../running-till.ts";
import { type ReplayFile, readReplayFile } from "./read-file.ts";
import { type Replayed, type ReplayedStep, replayOrders } from "./replay-orders.ts";
import { type World, makeWorld } from "./world.ts";

export const replayUsage = `till replay <file> [--url http://localhost:8787] [--json]

Does again what happened to the orders of a file: the same baskets, attempts, refunds and cancellations, with the same
times between, in a new till of a running Till. The file is one that the test kit writes when a test fails, or a dossier
that was downloaded from the counter. It prints each step with what happened then and now, and where to look at it. The
exit code is 1 if something went differently or could not be done again.`;

/** Replays a file, prints what happened then and now, and returns the exit code. @throws a sentence that says what to do. */
export async function replay(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new Error(`till replay takes one file.\n\n${replayUsage}`);
  const file = await readReplayFile(path);
  const world = await openWorld(values.url, file);
  const replayed = await replayOrders(world, file.dossiers);
  const isSame = wentTheSame(replayed);
  if (values.json) console.log(JSON.stringify({ isSame, till: world.till, notes: world.notes, ...replayed }, null, 2));
  else console.log(printed(world, replayed, isSame));
  return isSame ? 0 : 1;
}

/** Makes the new till where the old one was. If that Till has stopped, as after a test run, it is the one that runs now. */
async function openWorld(given: string | undefined, file: ReplayFile): Promise<World> {
  const make = (url: string) => withRunningTill(url, "npx till dev", () => makeWorld({ url }, file));
  const before = file.till?.url.replace(/\/t\/[^/]*\/?$/, "");
  if (given !== undefined || before === undefined) return make(given ?? defaultTillUrl());
  return make(before).catch((error: unknown) => {
    if (error instanceof NoTillError) return make(defaultTillUrl());
    throw error;
  });
}

/** Whether everything could be done again, and went as it did then. */
const wentTheSame = ({ steps, orders }: Replayed): boolean =>
  steps.every(({ isSame, problem }) => isSame && problem === null) && orders.every(({ before, now }) => before === now);

function printed({ till, notes }: World, { steps, orders }: Replayed, isSame: boolean): string {
  const lines = [
    "",
    ...notes.map((note) => styleText("yellow", note)),
    ...steps.flatMap(printedStep),
    "",
    ...orders.flatMap(({ id, nowId, before, now }) => [
      styleText("bold", `Order #${id} was ${before}. ${nowId === null ? "It is" : `Now it is #${nowId}:`} ${now}.`),
      ...(nowId === null ? [] : [`  ${till.url}/counter/orders/${nowId}/dossier`]),
    ]),
    "",
    isSame
      ? styleText("green", "Everything went as it did then.")
      : styleText("red", "Not everything went as it did then."),
    styleText(
      "dim",
      `Look at it as Meera. The till is deleted at ${till.expiresAt}. The file does not have faults, races, changes of the catalogue and other orders, so they are not done again.`,
    ),
    "",
  ];
  return lines.join("\n");
}

function printedStep({ second, orderId, text, problem, before, now, isSame }: ReplayedStep): string[] {
  const head = `${elapsed(second)}  #${orderId}  ${text}`;
  const indent = " ".repeat(elapsed(second).length + 2);
  if (problem !== null) return [head, `${indent}${styleText("red", "✗")} Not done: ${problem} Then: ${before}.`];
  if (isSame) return [head, `${indent}${styleText("green", "✓")} ${before}`];
  return [head, `${indent}${styleText("red", "✗")} then: ${before}`, `${indent}  now:  ${now}`];
}

/** `+1:00:05`: hours, minutes and seconds. */
function elapsed(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `+${parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":")}`;
}
