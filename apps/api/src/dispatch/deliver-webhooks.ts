import {
  type MadeWebhookAttempt,
  type WebhookTarget,
  listDueWebhookEndpoints,
  payloadsOf,
  recordWebhookAttempts,
  takeDueWebhooks,
  webhookPieceSize,
} from "@till/db";
import pLimit from "p-limit";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";
import { sendWebhook, timedOut } from "../webhooks/send-webhook.ts";

/** How many requests one endpoint gets at the same time. Workers allow six connections that wait for an answer. */
const concurrency = 5;

/** How many webhooks one run sends at most, so that it ends, and stays below the requests that a Worker may make. */
const maxPerRun = 1_000;

/** The cron trigger comes by once a minute; what is due sooner goes through the queue. */
const sweepIntervalMs = 60_000;

/**
 * Sends webhooks that are due: those of one command after its response, or whatever is due when a sweep comes by. Each
 * endpoint has a lane of its own, so a slow one holds up nobody else. Answers how many were sent.
 */
export async function deliverWebhooks(ctx: WorkContext, ids?: readonly number[]): Promise<number> {
  const startedAt = Date.now();
  const run: Run = {
    ctx,
    ids,
    left: maxPerRun,
    sent: 0,
    clock: () => new Date(Date.parse(ctx.now) + Date.now() - startedAt),
  };
  const endpoints = await listDueWebhookEndpoints(ctx.db, ctx.now, ids);
  const lanes = await Promise.allSettled(endpoints.map((endpointId) => drain(run, endpointId)));
  for (const [index, lane] of lanes.entries())
    if (lane.status === "rejected")
      log.error("Webhooks could not be sent.", { endpointId: endpoints[index], error: lane.reason });
  return run.sent;
}

/** What the lanes of one run share. */
interface Run {
  readonly ctx: WorkContext;
  readonly ids: readonly number[] | undefined;
  left: number;
  sent: number;
  /** Goes on from the time of the work: a run can take minutes, and receivers refuse an old timestamp. */
  readonly clock: () => Date;
}

/** Sends what is due to one endpoint, piece by piece. One that did not answer in time is left alone until the next run. */
async function drain(run: Run, endpointId: string): Promise<void> {
  for (let wasTooSlow = false; run.left > 0 && !wasTooSlow;) {
    const atMost = Math.min(run.left, webhookPieceSize);
    run.left -= atMost;
    const taker = run.ctx.newCommandId();
    // The clock goes on while receivers take their time: a lease that began at the start of the run would be over too soon.
    const now = run.clock().toISOString();
    const taken = await takeDueWebhooks(run.ctx.db, endpointId, { taker, now, atMost, ids: run.ids });
    run.left += atMost - (taken?.due.length ?? 0);
    if (taken === null) return;
    const made = await sendPiece(run, taken);
    run.sent += made.length;
    await record(run, { target: taken.target, taker }, made);
    wasTooSlow = made.some(({ error }) => error === timedOut);
  }
}

async function sendPiece(
  { ctx, clock }: Run,
  { target, due }: NonNullable<Awaited<ReturnType<typeof takeDueWebhooks>>>,
): Promise<MadeWebhookAttempt[]> {
  const { db, now, send, webhookTargets: targets } = ctx;
  const payloads = await payloadsOf(db, due, { origin: target.origin, now });
  const { url, secrets } = target;
  const sendable = due.flatMap((delivery) => {
    const payload = payloads.get(delivery.id);
    return payload === undefined ? [] : [{ delivery, payload }];
  });
  return pLimit(concurrency).map(sendable, async ({ delivery, payload }) => {
    const webhook = { url, secrets, id: delivery.messageId, payload, at: clock() };
    return { delivery, ...(await sendWebhook(webhook, { send, targets })) };
  });
}

async function record(
  { ctx, clock }: Run,
  taken: { readonly target: WebhookTarget; readonly taker: string },
  made: readonly MadeWebhookAttempt[],
): Promise<void> {
  const { retries, health } = await recordWebhookAttempts(ctx.db, taken, made);
  if (health.disabledReason !== null)
    log.error("A webhook endpoint was switched off.", {
      endpointId: taken.target.id,
      reason: health.disabledReason,
    });
  const soon = new Date(clock().getTime() + sweepIntervalMs).toISOString();
  for (const { id, nextAttemptAt } of retries)
    if (nextAttemptAt < soon) ctx.enqueue({ type: "webhook", deliveryIds: [id], isRetry: true });
}
