import { type Database, markSent, takeDueMessages } from "@till/db";
import { mockChannels } from "../channels/mock-channels.ts";
import { log } from "../log.ts";

/**
 * Sends messages that are due: those of one command after its response, or whatever is due when a sweep comes by.
 * One that fails stays in the outbox and is tried again once its lease has run out. Answers how many were due.
 */
export async function deliverMessages(db: Database, now: string, ids?: readonly number[]): Promise<number> {
  const due = await takeDueMessages(db, now, ids);
  const outcomes = await Promise.allSettled(due.map((message) => mockChannels[message.channel](message)));
  const sent: number[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const id = due[index]?.id ?? 0;
    if (outcome.status === "fulfilled") sent.push(id);
    else log.error("A message could not be sent.", { messageId: id, error: outcome.reason });
  }
  if (sent.length > 0) await markSent(db, sent, now);
  return due.length;
}
