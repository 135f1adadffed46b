import { parseArgs, styleText } from "node:util";
import { auditTill } from "@till/client";
import type { Difference } from "@till/contracts";
import { tellDifference } from "@till/domain";
import { defaultTillUrl, openAsStaff, withRunningTill } from "./running-till.ts";

export const auditUsage = `till audit [--url http://localhost:8787] [--token …] [--json]

Recalculates each order, payment, refund and use of a discount code of a till from its events, and prints each figure
that differs. The exit code is 1 if there is one. It asks as a demo person of the sandbox, or with the --token of
somebody of staff. For a till of your own: --url http://localhost:8787/t/…`;

/** Audits a till, prints what differs, and returns the exit code. @throws a sentence that says what to do. */
export async function audit(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string", default: defaultTillUrl() },
      token: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { url, token, json } = values;
  const result = await withRunningTill(url, "npx till dev", async () => auditTill(await openAsStaff({ url }, token)));
  const { orders, codes, differences } = result;
  const checked = `${count(orders, "order")} and ${count(codes, "discount code")} checked`;
  if (json) console.log(JSON.stringify(result, null, 2));
  else if (differences.length === 0) console.log(`${styleText("green", "✓")} Nothing differs: ${checked}.`);
  else console.log([...differences.map(line), `${count(differences.length, "difference")}: ${checked}.`].join("\n"));
  return differences.length === 0 ? 0 : 1;
}

/** The sentence of a difference, and the events that say so. */
function line(difference: Difference): string {
  const events = difference.events.map(({ seq, type }) => `${seq} ${type}`).join(", ");
  const source = events === "" ? "No event is about it." : `By the events ${events}.`;
  return `${styleText("red", "✗")} ${tellDifference(difference)} ${styleText("dim", source)}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
