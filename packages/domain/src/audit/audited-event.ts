import type { AuditEvent, EventType } from "@till/contracts";

/** An event of an order as it was written. `data` is JSON, as text: a fault may be in it too. */
export interface AuditedEvent {
  readonly id: number;
  readonly orderId: number;
  readonly seq: number;
  readonly type: EventType;
  readonly actorId: string;
  readonly at: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly amount: number | null;
  readonly reason: string | null;
  readonly data: string | null;
}

/** What an audit shows of an event. */
export const toAuditEvent = ({ id, orderId, seq, type, at }: AuditedEvent): AuditEvent => ({
  id,
  orderId,
  seq,
  type,
  at,
});

/** Reads the data of an event. Null if it can't be read, which is a finding of the audit, not a fault. */
export function readData<Data>(
  { data }: AuditedEvent,
  schema: { safeParse(value: unknown): { data?: Data | undefined } },
): Data | null {
  return schema.safeParse(parseJson(data ?? "{}")).data ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
