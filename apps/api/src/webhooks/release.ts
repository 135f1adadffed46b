import type { ReleasedWebhooks } from "@till/contracts";
import { findReleasable, takeReleased } from "@till/db";
import { refuse, webhookTimeoutMs } from "@till/domain";
import { attempt, bodiesOf, record } from "../due/kinds/webhooks.ts";
import { releaseAnswers } from "../faults/release-answers.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { sleep } from "../sleep.ts";
import type { Work } from "../work/work.ts";

/** How long to wait before looking again whether somebody else is done with a delivery, in milliseconds. */
const lookAgainMs = 50;

type Released = ReleasedWebhooks["items"][number];

/**
 * Sends deliveries, and lets held answers go, one after the other, in the order in which they are named. Each is recorded
 * before the next one goes out, so the log has the same order.
 *
 * @throws RefusalError before anything goes out, if one of them can't be released; or later, if the lease of somebody else
 * on a delivery does not end, or if an answer has no caller.
 */
export async function releaseInOrder(work: Work, ids: readonly string[]): Promise<ReleasedWebhooks> {
  const items: Released[] = [];
  for (const [index, one] of valueOf(await findReleasable(work.db, ids)).entries()) {
    const field = `ids[${index}]`;
    if (one.kind === "webhook") items.push(await releaseWebhook(work, one, field));
    else items.push({ id: one.id, at: await releaseAnswers(work, one.id, field), responseStatus: null, error: null });
  }
  return { items };
}

async function releaseWebhook(work: Work, named: { id: string; endpointId: string }, field: string): Promise<Released> {
  const { id, endpointId } = named;
  const taken = await takeInTime(work, named);
  if (taken === null) throw new RefusalError(refuse.invalid([{ field, message: "is being sent by somebody else" }]));
  const { taker, target, delivery } = taken;
  const body = (await bodiesOf(work, target, [delivery])).get(delivery.id);
  // A reset of the sandbox has taken its order away.
  if (body === undefined) throw new RefusalError(refuse.deliveryNotFound(id));
  const item = { delivery, target, body, script: null };
  const outcome = { ...(await attempt(work, item)), scripted: "release" };
  const now = work.clock().toISOString();
  await record(work, { lane: endpointId, taker, made: [{ item, outcome }], givenBack: [], now });
  return { id, at: outcome.at, responseStatus: outcome.responseStatus, error: outcome.error };
}

/** Takes a delivery; waits while somebody else has it, who may be about to hold it. */
async function takeInTime(work: Work, named: { id: string; endpointId: string }) {
  const endsAt = work.realTime().getTime() + webhookTimeoutMs;
  const taker = work.newCommandId();
  for (;;) {
    const taken = await takeReleased(work.db, named, { taker, now: work.clock().toISOString() });
    if (taken !== null) return { ...taken, taker };
    if (work.realTime().getTime() >= endsAt) return null;
    await sleep(lookAgainMs);
  }
}
