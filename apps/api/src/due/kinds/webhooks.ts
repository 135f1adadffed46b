import {
  type DueWebhook,
  type MadeWebhookAttempt,
  type WebhookBody,
  type WebhookTarget,
  listWebhookLanes,
  payloadsOf,
  recordWebhookAttempts,
  takeDueWebhooks,
  webhookLeaseMs,
  webhookPieceSize,
} from "@till/db";
import { isWebhookUnanswered, webhookTimeoutMs } from "@till/domain";
import { log } from "../../log.ts";
import { sendWebhook } from "../../webhooks/send-webhook.ts";
import type { Work } from "../../work/work.ts";
import type { Kind, Piece } from "../kind.ts";

/** A delivery with its body, and where it goes. */
interface Sendable {
  readonly delivery: DueWebhook;
  readonly target: WebhookTarget;
  readonly body: WebhookBody;
}

/** The cron trigger comes by once a minute; what is due sooner goes through the queue. */
const sweepIntervalMs = 60_000;

/** Webhooks. Each endpoint is a lane: one that does not answer is left alone until its next attempt. */
export const webhooks: Kind<Sendable, MadeWebhookAttempt> = {
  pieceSize: webhookPieceSize,
  leaseMs: webhookLeaseMs,
  itemMs: webhookTimeoutMs,
  atOnce: 5,
  // Below the requests that a Worker may make.
  perRun: 1_000,
  waitsForOthers: () => true,
  lanes: ({ db }, now, ids) => listWebhookLanes(db, now, ids as readonly number[] | undefined),
  async take({ db, config, baseUrl: ofTill }, taker, { lane }) {
    const taken = await takeDueWebhooks(db, taker, lane);
    if (taken === null) return [];
    const { target, due } = taken;
    const baseUrl = config.PUBLIC_ORIGIN === undefined ? target.baseUrl : ofTill;
    const bodies = await payloadsOf(db, due, { baseUrl, now: taker.now });
    return due.flatMap((delivery) => {
      const body = bodies.get(delivery.id);
      return body === undefined ? [] : [{ delivery, target, body }];
    });
  },
  async attempt({ send, webhookTargets: targets, clock }, { delivery, target: { url, secrets }, body }) {
    if ("problem" in body) return unsendable(delivery, body.problem, clock());
    const { payload } = body;
    const webhook = { url, secrets, id: delivery.messageId, payload, at: clock() };
    return { delivery, ...(await sendWebhook(webhook, { send, targets })) };
  },
  isUnanswered: isWebhookUnanswered,
  record,
};

/** An attempt that failed before anything was sent. Staff see it with the others. */
function unsendable(delivery: DueWebhook, problem: string, at: Date): MadeWebhookAttempt {
  log.error("A webhook could not be written.", { messageId: delivery.messageId, problem });
  return {
    delivery,
    at: at.toISOString(),
    durationMs: 0,
    responseStatus: null,
    responseBody: null,
    error: problem,
    retryAt: null,
    isUnsendable: true,
  };
}

async function record(work: Work, piece: Piece<Sendable, MadeWebhookAttempt>): Promise<void> {
  const { taker, made, givenBack, lane, now } = piece;
  const target = (made[0]?.item ?? givenBack[0])?.target;
  if (target === undefined) return;
  const { retries, health } = await recordWebhookAttempts(
    work.db,
    { target, taker },
    { made: made.map(({ outcome }) => outcome), givenBack: givenBack.map(({ delivery }) => delivery.id), now },
  );
  if (health.disabledReason !== null)
    log.error("A webhook endpoint was switched off.", { endpointId: lane, reason: health.disabledReason });
  const soon = new Date(work.clock().getTime() + sweepIntervalMs).toISOString();
  const early = retries.filter(({ nextAttemptAt }) => nextAttemptAt < soon);
  // One job for all of them: the first taker takes everything that is due to the endpoint.
  const dueAt = early
    .map(({ nextAttemptAt }) => nextAttemptAt)
    .toSorted()
    .at(-1);
  if (dueAt !== undefined) work.enqueue({ kind: "webhooks", ids: early.map(({ id }) => id), dueAt });
}
