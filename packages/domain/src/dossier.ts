import type { ClockMove, FaultAct, OrderEvent, Told, WebhookAttempt } from "@till/contracts";
import { till } from "./actor.ts";
import { formatDuration, formatTime } from "./format-time.ts";
import { interleave } from "./timeline.ts";

/** A webhook on its way, with its attempts. */
interface SentWebhook {
  readonly eventType: string;
  readonly receiver: string;
  readonly attempts: readonly WebhookAttempt[];
}

/** How many events the order had when something was done. Many things have the same time where the clock is frozen. */
interface Dated {
  readonly events: number;
}

/** The parts that the story of an order is told from. */
export interface StoryParts {
  readonly timeline: readonly OrderEvent[];
  readonly webhooks: readonly SentWebhook[];
  readonly faults: readonly (FaultAct & Dated)[];
  readonly clockMoves: readonly (ClockMove & Dated)[];
}

/** An entry of the story. Events have the ranks 1, 2, 3; what was done after the second one has 2.5; others have none. */
interface Entry extends Told {
  readonly rank: number | null;
}

/** The story of an order with its webhooks, and with what the sandbox did on purpose, sorted by time. */
export function tellDossier({ timeline, webhooks, faults, clockMoves }: StoryParts): Told[] {
  let events = 0;
  const story: Entry[] = interleave(
    timeline.map(({ at, actor, text, message }) => ({
      at,
      actor,
      text,
      rank: message === null ? (events += 1) : null,
    })),
    webhooks.flatMap(({ attempts, ...webhook }) =>
      attempts.map((attempt) => byTill(attempt.at, tellAttempt(webhook, attempt))),
    ),
  );
  for (const fault of faults) {
    const { at, procedure, wentAt } = fault;
    putAfter(story, byTill(at, tellFault(fault), rankOf(fault)));
    if (wentAt !== null) putLast(story, byTill(wentAt, `The held answer to ${procedure} went out.`));
  }
  for (const move of clockMoves) putLast(story, byTill(move.from, tellMove(move), rankOf(move)));
  return story.map(({ at, actor, text }) => ({ at, actor, text }));
}

const byTill = (at: string, text: string, rank: number | null = null): Entry => ({ at, actor: till, text, rank });

const rankOf = ({ events }: Dated) => events + 0.5;

/** Puts an entry right after the events that came before it. */
function putAfter(story: Entry[], entry: Entry): void {
  const { at, rank } = entry;
  const last = story.findLastIndex((one) => one.at < at || (one.rank ?? Infinity) <= (rank ?? 0));
  story.splice(last + 1, 0, entry);
}

/** Puts an entry after all that has its time, but before the events that came later. */
function putLast(story: Entry[], entry: Entry): void {
  const { at, rank } = entry;
  const next = story.findIndex((one) => one.at > at || (one.rank ?? 0) > (rank ?? Infinity));
  story.splice(next === -1 ? story.length : next, 0, entry);
}

function tellAttempt(
  { eventType, receiver }: Omit<SentWebhook, "attempts">,
  { responseStatus, durationMs, error, scripted }: WebhookAttempt,
): string {
  const how = scripted === null || responseStatus === null ? "" : ` (${scripted})`;
  const answer = responseStatus === null ? "no answer" : `answer ${responseStatus} after ${durationMs} ms`;
  return `Webhook ${eventType} to ${receiver}${how}: ${answer}${error === null ? "." : `: ${error}`}`;
}

function tellFault({ fault, procedure, status, delayMs }: FaultAct): string {
  switch (fault) {
    case "lost_before":
      return `A call of ${procedure} was lost on purpose before it reached Till.`;
    case "status":
      return `A call of ${procedure} was answered with ${status} on purpose, and not done.`;
    case "lost_after":
      return `The answer to ${procedure} was lost on purpose.`;
    case "delay":
      return `The answer to ${procedure} was ${delayMs} ms late on purpose.`;
    case "truncate":
      return `Half of the answer to ${procedure} was cut off on purpose.`;
    case "hold":
      return `The answer to ${procedure} was held on purpose.`;
  }
}

function tellMove({ from, to, mode }: ClockMove): string {
  if (mode === "real") return "The clock of the till follows the real time again.";
  if (from === to) return "The clock of the till was stopped.";
  return `The clock of the till was moved ahead by ${formatDuration(Date.parse(to) - Date.parse(from))}, to ${formatTime(to)}.`;
}
