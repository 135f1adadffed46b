import { randomUUID } from "node:crypto";
import type { TillClientOptions } from "@till/client";
import { withRunningTill } from "../../running-till.ts";
import { type Finding, allHeld } from "../finding.ts";
import { type OwnTill, openOwnTill } from "./own-till.ts";
import { type ShopOptions, openShop } from "./shop.ts";
import { type Seen, type Stage, type Trial, trials } from "./trials.ts";

export interface VerifyCheckoutOptions extends ShopOptions, Pick<TillClientOptions, "fetch"> {
  /** The address of a running Till, in which a till is made, or of a till that the shop uses already. */
  readonly till: string;
}

/** What was found, and where to look at it. */
export interface VerifiedCheckout {
  readonly findings: readonly Finding[];
  readonly tillUrl: string;
  /** Whether the till is still there. */
  readonly isKept: boolean;
}

/** Lets a shop's server sell through a till while things go wrong, and tells what held. */
export async function verifyCheckout({
  till: address,
  fetch,
  ...options
}: VerifyCheckoutOptions): Promise<VerifiedCheckout> {
  const way = fetch === undefined ? {} : { fetch };
  const till = await withRunningTill(address, "npx till dev", () => openOwnTill(address, way));
  const stage: Stage = {
    till,
    shop: openShop(options),
    newPress: (token) => ({
      checkout: `chk_${randomUUID()}`,
      source: { token },
      till: { url: till.url, token: till.token },
    }),
  };
  const findings: Finding[] = [];
  for (const trial of trials) findings.push(await runTrial(trial, stage, findings[0]));
  findings.push(await audited(till));
  const isKept = !till.isNew || !allHeld(findings);
  if (!isKept) await till.delete();
  return { findings, tillUrl: till.url, isKept };
}

async function runTrial({ run, ...check }: Trial, stage: Stage, first: Finding | undefined): Promise<Finding> {
  if (first?.held === false) return { ...check, held: null, found: "Not tried: a plain checkout has to work first." };
  return { ...check, ...judge(await run(stage)) };
}

function judge({ wrong, found }: Seen): Pick<Finding, "held" | "found"> {
  if (wrong === null) return { held: null, found };
  if (wrong.length === 0) return { held: true, found };
  const text = wrong.join(", and ");
  return { held: false, found: `${text.charAt(0).toUpperCase()}${text.slice(1)}.` };
}

async function audited(till: OwnTill): Promise<Finding> {
  const { orders, differences } = await till.audit();
  const held = differences.length === 0;
  return {
    id: "audit",
    name: "The audit of the till",
    held,
    found: held ? `Nothing differs in ${orders} orders.` : `${differences.length} figures differ from the events.`,
    why: "Money and stock have to be what the events say. If they are not, that is a fault of Till and not of your server.",
    mend: `See what differs: npx till audit --url ${till.url}. Please report it.`,
  };
}
