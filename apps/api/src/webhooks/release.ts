import type { ReleasedWebhooks } from "@till/contracts";
import { findReleasable, takeReleased } from "@till/db";
import { refuse, webhookTimeoutMs } from "@till/domain";
import { attempt, bodiesOf, record } from "../due/kinds/webhooks.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { sleep } from "../sleep.ts";
import type { Work } from "../work/work.ts";

/** How long to wait before looking again whether somebody else is done with a delivery, in milliseconds. */
const lookAgainMs = 50;

/**
 * Sends deliveries one after the other, in the order in which they are named. Each is recorded before the next one is
 * sent, so the log has the same order.
 *
 * @throws RefusalError before anything is sent, if one of them can't be released; or later, if the lease of somebody else
 * on one of them does not end.
 */
export async function releaseWebhooks(work: Work, ids: readonly string[]): Promise<ReleasedWebhooks> {
  const endpointIds = valueOf(await findReleasable(work.db, ids));
  const items: ReleasedWebhooks["items"] = [];
  for (const [index, id] of ids.entries()) {
    const endpointId = endpointIds.get(id) ?? "";
    const taken = await takeInTime(work, { id, endpointId });
    if (taken === null)
      throw new RefusalError(refuse.invalid([{ field: `ids[${index}]`, message: "is being sent by somebody else" }]));
    const { taker, target, delivery } = taken;
    const body = (await bodiesOf(work, target, [delivery])).get(delivery.id);
    // A reset of the sandbox has taken its order away.
    if (body === undefined) throw new RefusalError(refuse.deliveryNotFound(id));
    const item = { delivery, target, body, script: null };
    const outcome = { ...(await attempt(work, item)), scripted: "release" };
    const now = work.clock().toISOString();
    await record(work, { lane: endpointId, taker, made: [{ item, outcome }], givenBack: [], now });
    items.push({ id, at: outcome.at, responseStatus: outcome.responseStatus, error: outcome.error });
  }
  return { items };
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
