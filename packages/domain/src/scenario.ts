import {
  type Outcome,
  type Reading,
  type ScenarioFault,
  lateMs,
  patternOf,
  processingMs,
  readAsFarAs,
  refundFailedMark,
  refundRefusedMark,
  scenarioFaults,
  scenarioGrammar,
  scenarioPrefix,
} from "@till/contracts";

/** One attempt as a scenario scripts it. */
export interface ScriptedAttempt {
  /** Its text without the fault: what the gateway keeps of it. */
  readonly reference: string;
  readonly outcome: Outcome;
  /** How long it is PROCESSING, if it is, in milliseconds. */
  readonly processingMs: number;
  /** How long after it was declined it succeeds after all, in milliseconds; null if it never does. */
  readonly lateMs: number | null;
  /** What becomes of the answer to it on its way to the caller. */
  readonly fault: ScenarioFault | null;
  /** How many times the gateway fails to take each refund of it at first. */
  readonly refundFailures: number;
  /** How many times the gateway refuses each refund of it for good. */
  readonly refundRefusals: number;
}

const captured = ["instant", "pending", "decline", "delay", "failed", "late", "fault", "refunds"] as const;
type Parts = Partial<Record<(typeof captured)[number], string>>;

const attemptPattern = patternOf(scenarioGrammar, scenarioGrammar.attempt, captured);
const wholeScenario = new RegExp(`^${patternOf(scenarioGrammar, scenarioGrammar.scenario)}$`);
const oneAttempt = new RegExp(`^${attemptPattern}$`);
const nextAttempt = new RegExp(`[:>]${attemptPattern}(?=>|$)`, "g");

/** The attempts that a scenario scripts, or null if the token is none: `sim:insufficient_funds>succeeded`. */
export function readScenario(token: string | undefined): [ScriptedAttempt, ...ScriptedAttempt[]] | null {
  if (token === undefined || !wholeScenario.test(token)) return null;
  const [first, ...rest] = Array.from(token.matchAll(nextAttempt), ({ groups }) => toAttempt(groups));
  return first === undefined ? null : [first, ...rest];
}

/** Where a token that begins as a scenario stops being one; null if it does not begin so. */
export const whereScenarioEnds = (token: string | undefined): Reading | null =>
  token?.startsWith(scenarioPrefix) ? readAsFarAs(scenarioGrammar, scenarioGrammar.scenario, token) : null;

/** One attempt from its text, with or without a fault. @throws Error if it is none. */
export function readAttempt(text: string): ScriptedAttempt {
  const match = oneAttempt.exec(text);
  if (!match) throw new Error(`The simulator made no attempt ${text}.`);
  return toAttempt(match.groups);
}

function toAttempt(groups: Parts = {}): ScriptedAttempt {
  const { instant = "", pending = "", decline = "", delay = "", failed = "", late = "", fault, refunds = "" } = groups;
  const [, lateAfter] = late.split("@");
  const [refundMark, times = "1"] = refunds.split("=");
  const timesIf = (mark: string) => (refundMark === mark ? Number(times) : 0);
  return {
    reference: [instant, pending, decline, delay, failed, late, refunds].join(""),
    outcome: (failed === "" ? instant || pending || decline : "processing_fails") as Outcome,
    processingMs: delay === "" ? processingMs : toMs(delay.slice(1)),
    lateMs: late === "" ? null : lateAfter === undefined ? lateMs : toMs(lateAfter),
    fault: fault === undefined ? null : toFault(fault.slice(1)),
    refundFailures: timesIf(refundFailedMark),
    refundRefusals: timesIf(refundRefusedMark),
  };
}

function toFault(name: string): ScenarioFault {
  const [, moment] = name.split("=");
  return moment === undefined
    ? scenarioFaults[name as keyof typeof scenarioFaults]
    : { kind: "delay", ms: toMs(moment) };
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `90s` in milliseconds. */
function toMs(text: string): number {
  const unit = text.replace(/^\d+/, "") as keyof typeof unitMs;
  return Number.parseInt(text, 10) * unitMs[unit];
}
