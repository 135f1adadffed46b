import type { Work } from "../work/work.ts";
import { doDue } from "./do-due.ts";
import type { KindName } from "./jobs.ts";
import type { Id, Kind } from "./kind.ts";
import { expire } from "./kinds/expiry.ts";
import { messages } from "./kinds/messages.ts";
import { refunds } from "./kinds/refunds.ts";
import { deleteOld } from "./kinds/retention.ts";
import { settlements } from "./kinds/settlements.ts";
import { webhooks } from "./kinds/webhooks.ts";

/** A kind of due work, with any type of rows. */
export interface AnyKind {
  waitsForOthers(work: Work): boolean;
  /** Does the due rows of this kind, or only the named ones (see `do-due.ts`). */
  doDue(work: Work, ids?: readonly Id[]): Promise<void>;
}

const any = <Item, Outcome>(kind: Kind<Item, Outcome>): AnyKind => ({
  waitsForOthers: (work) => kind.waitsForOthers(work),
  doDue: (work, ids) => doDue(work, kind, ids),
});

/** All kinds, in the order in which one causes the next: an order that has expired has messages and webhooks. */
export const kinds: Record<KindName | "expiry" | "retention", AnyKind> = {
  settlements: any(settlements),
  expiry: { waitsForOthers: () => false, doDue: expire },
  messages: any(messages),
  refunds: any(refunds),
  webhooks: any(webhooks),
  retention: { waitsForOthers: () => false, doDue: deleteOld },
};
