import type { Account } from "./account.ts";
import type { Intent, IntentWish } from "./objects.ts";
import { invalid } from "./refusal.ts";
import { shown } from "./shown.ts";

/** The fields of a request. They have been validated, and numbers are numbers. */
type Fields = Readonly<Record<string, unknown>>;

interface Page {
  readonly limit?: number;
  readonly starting_after?: string;
}

const defaultLimit = 10;
const maxLimit = 100;

/** How many objects a page has. */
function limitOf({ limit = defaultLimit }: Page): number {
  if (limit < 1 || limit > maxLimit)
    throw invalid(`limit is ${limit}, and must be between 1 and ${maxLimit}.`, { param: "limit" });
  return limit;
}

/** A page of a list, the newest first. */
function pageOf<Item extends { id: string }>(items: readonly Item[], url: string, page: Page) {
  const limit = limitOf(page);
  const { starting_after: after } = page;
  const newest = items.toReversed();
  const start = after === undefined ? 0 : newest.findIndex(({ id }) => id === after) + 1;
  return { object: "list", url, data: newest.slice(start, start + limit), has_more: newest.length > start + limit };
}

/** The id of a payment that is searched for: the only query that the stand-in understands. */
function paymentIdIn(query: unknown): string {
  const id = /^metadata\["paymentId"\]:"(\w+)"$/.exec(typeof query === "string" ? query : "")?.[1];
  if (id === undefined) throw invalid('The stand-in understands metadata["paymentId"]:"…" only.', { param: "query" });
  return id;
}

/** What each operation of the API does in an account. */
export const operations: Readonly<Record<string, (account: Account, fields: Fields, id: string) => object>> = {
  "POST /v1/payment_intents": (account, fields) => shown(account.createIntent(fields as unknown as IntentWish), fields),

  "GET /v1/payment_intents": (account, fields) => {
    const { gte = 0, lte = Infinity } = (fields["created"] ?? {}) as { gte?: number; lte?: number };
    const ofTime = [...account.intents.values()].filter(({ created }) => created >= gte && created <= lte);
    const page = pageOf(ofTime, "/v1/payment_intents", fields);
    return { ...page, data: page.data.map((intent) => shown(intent, fields)) };
  },

  "GET /v1/payment_intents/search": (account, fields) => {
    const found = account.intentsOf(paymentIdIn(fields["query"]));
    const data = found.slice(0, limitOf(fields)).map((intent) => shown(intent));
    const hasMore = found.length > data.length;
    return {
      object: "search_result",
      url: "/v1/payment_intents/search",
      data,
      has_more: hasMore,
      next_page: hasMore ? "2" : null,
    };
  },

  "GET /v1/payment_intents/{intent}": (account, fields, id) => {
    // What is processed has its outcome when it is asked for.
    if (account.intent(id).status === "processing") account.finish(id, true);
    return shown(account.intent(id), fields);
  },

  "POST /v1/payment_intents/{intent}/cancel": (account, fields, id) =>
    shown(account.cancelIntent(id, (fields["cancellation_reason"] as Intent["cancellation_reason"]) ?? null), fields),

  "POST /v1/refunds": (account, fields) => account.createRefund(fields),

  "GET /v1/refunds": (account, fields) => {
    const refunds = [...account.refunds.values()].filter(
      (refund) => refund.payment_intent === fields["payment_intent"],
    );
    return pageOf(refunds, "/v1/refunds", fields);
  },
};
