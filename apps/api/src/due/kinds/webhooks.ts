import { defaultTill } from "@till/contracts";
import {
  type DueWebhook,
  type MadeWebhookAttempt,
  type ScriptedDelivery,
  type WebhookBody,
  type WebhookTarget,
  listWebhookLanes,
  payloadsOf,
  recordWebhookAttempts,
  takeDueWebhooks,
  webhookLeaseMs,
  webhookPieceSize,
} from "@till/db";
import { isWebhookUnanswered, traceOfCommand, webhookTimeoutMs, writeTraceparent } from "@till/domain";
import { log } from "../../log.ts";
import { sleep } from "../../sleep.ts";
import { onPurpose, withhold } from "../../webhooks/on-purpose.ts";
import { sendWebhook } from "../../webhooks/send-webhook.ts";
import type { Work } from "../../work/work.ts";
import type { Kind, Piece } from "../kind.ts";

/** A delivery with its body, and where it goes. */
export interface Sendable {
  readonly delivery: DueWebhook;
  readonly target: WebhookTarget;
  readonly body: WebhookBody;
  /** What is done to it on purpose. */
  readonly script: ScriptedDelivery | null;
}

/** The cron trigger runs once a minute. Work that is due sooner goes through the queue. */
const sweepIntervalMs = 60_000;

/** Webhooks. Each endpoint is a lane. An endpoint that does not answer gets nothing until its next attempt. */
export const webhooks: Kind<Sendable, MadeWebhookAttempt> = {
  pieceSize: webhookPieceSize,
  leaseMs: webhookLeaseMs,
  itemMs: webhookTimeoutMs,
  atOnce: 5,
  // Fewer than the requests that a Worker may make.
  perRun: 1_000,
  waitsForOthers: () => true,
  lanes: ({ db }, now, ids) => listWebhookLanes(db, now, ids as readonly number[] | undefined),
  async take(work, taker, { lane }) {
    const { db, till, config } = work;
    const hasScripts = config.SANDBOX && till !== defaultTill;
    const taken = await takeDueWebhooks(db, taker, { endpointId: lane, hasScripts });
    if (taken === null) return [];
    const { target, due, scripts } = taken;
    const bodies = await bodiesOf(work, target, due);
    return due.flatMap((delivery) => {
      const body = bodies.get(delivery.id);
      const script = scripts.find(({ id }) => id === delivery.id) ?? null;
      return body === undefined ? [] : [{ delivery, target, body, script }];
    });
  },
  attempt,
  isUnanswered: isWebhookUnanswered,
  record,
};

/** The bodies of deliveries to an endpoint, by their ids. */
export const bodiesOf = ({ db, config, baseUrl, clock }: Work, target: WebhookTarget, due: readonly DueWebhook[]) =>
  payloadsOf(db, due, {
    baseUrl: config.PUBLIC_ORIGIN === undefined ? target.baseUrl : baseUrl,
    now: clock().toISOString(),
  });

/** Makes one attempt to send a delivery, and does to it what its script says. */
export async function attempt(work: Work, { delivery, target, body, script }: Sendable): Promise<MadeWebhookAttempt> {
  const { send, webhookTargets: targets, clock } = work;
  if ("problem" in body) return unsendable(delivery, body.problem, clock());
  if (script?.act === "hold" || script?.act === "drop") return withhold(delivery, script.act, clock());
  if (script !== null) await sleep(script.delayMs ?? 0);
  const webhook = {
    url: target.url,
    secrets: target.secrets,
    id: delivery.messageId,
    payload: body.payload,
    at: clock(),
    traceparent: traceparentOf(delivery),
  };
  const scripted = script === null ? webhook : onPurpose(webhook, script.act);
  return { delivery, ...(await sendWebhook(scripted, { send, targets })), scripted: script?.act ?? null };
}

/** The trace of the request that led to a delivery, with this attempt as a span of its own. */
function traceparentOf({ commandId }: DueWebhook): string | undefined {
  const trace = traceOfCommand(commandId ?? "");
  return trace === null ? undefined : writeTraceparent(trace, newSpanId());
}

const newSpanId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

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
    scripted: null,
    retryAt: null,
    isUnsendable: true,
  };
}

export async function record(work: Work, piece: Piece<Sendable, MadeWebhookAttempt>): Promise<void> {
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
