import * as z from "zod";

/**
 * Why an endpoint is not sent to: staff switched it off (MANUAL), it answered 410 Gone (GONE), or it failed for days
 * without a success (FAILING).
 */
export const webhookDisabledReasons = ["MANUAL", "GONE", "FAILING"] as const;
export const webhookDisabledReasonSchema = z.enum(webhookDisabledReasons);
export type WebhookDisabledReason = z.output<typeof webhookDisabledReasonSchema>;

/** What a webhook URL is refused for. */
export const webhookUrlProblems = ["NOT_HTTPS", "PRIVATE", "WRONG_PORT"] as const;
export const webhookUrlProblemSchema = z.enum(webhookUrlProblems);
export type WebhookUrlProblem = z.output<typeof webhookUrlProblemSchema>;
