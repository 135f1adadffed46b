import type { Difference } from "@till/contracts";
import { type AuditedEvent, toAuditEvent } from "./audited-event.ts";

/** A difference within one order. */
export type OrderDifference = Omit<Difference, "orderId">;

/** The numbers of events that are not there. */
export function gapsIn(events: readonly AuditedEvent[]): OrderDifference[] {
  return events.flatMap((event, index) => {
    const expected = (events[index - 1]?.seq ?? 0) + 1;
    return event.seq === expected ? [] : [eventFault("EVENT_MISSING", event, expected, event.seq)];
  });
}

/** An event that can't follow the ones before it. */
export const outOfPlace = (event: AuditedEvent, expected: string | number, found: string | number | null) =>
  eventFault("EVENT_OUT_OF_PLACE", event, expected, found);

/** An event whose data can't be read. */
export const unreadable = (event: AuditedEvent) =>
  eventFault("EVENT_UNREADABLE", event, `what ${event.type} keeps`, event.data);

const eventFault = (
  kind: OrderDifference["kind"],
  event: AuditedEvent,
  expected: string | number,
  found: string | number | null,
): OrderDifference => ({ kind, subject: `event ${event.seq}`, expected, found, events: [toAuditEvent(event)] });
