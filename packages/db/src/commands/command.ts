import type { PaymentMethod } from "@till/contracts";
import type { Gateway, KnownGateways, Result } from "@till/domain";
import type { Database } from "../database/database.ts";
import type { Viewer } from "../orders/order-view.ts";
import type { Bound } from "../statements/statement.ts";

/** What a shop decides about its orders. */
export interface OrderRules {
  /** How long an order may stay unpaid, in milliseconds. */
  readonly timeToPayMs: Readonly<Record<PaymentMethod, number>>;
  /** What one customer may hold in unpaid orders. */
  readonly reservations: ReservationRules;
}

export interface ReservationRules {
  /** Orders that are not paid yet. */
  readonly maxOpenOrders: number;
  /** Pieces of counted stock in them. */
  readonly maxReservedPieces: number;
}

/** Everything that a command needs besides its input. The caller of the package supplies it. */
export interface CommandContext extends Viewer {
  /** The unique id of this call. It stays the same when the batch is sent again. */
  readonly commandId: string;
  readonly rules: OrderRules;
  /** The gateway that payments go to. */
  readonly gateway: Gateway;
  /** The gateways that refunds go to: each that took a payment. */
  readonly gateways: KnownGateways;
}

/** The rows of some named queries. */
export type Rows<Named> = {
  readonly [Name in keyof Named]: Named[Name] extends Bound<infer Of> | undefined ? Of : never;
};

type Ids = Bound<{ id: number }[]>;

/** The statements that a command sends to the database, in this order. */
export interface Plan<Reads> {
  /** The event that gates everything after it (see `gate.ts`), and the effects of the command. */
  readonly writes: readonly Bound<unknown>[];
  /** The messages and webhooks that the command adds to the outbox. They answer with their ids. */
  readonly announcements: { readonly messages?: Ids; readonly webhooks: Ids };
  /** The change to the order. It marks the event as applied. */
  readonly advance: Bound<unknown>;
  /** The queries that the answer is built from, by name. */
  readonly reads: Reads;
}

/**
 * A change of an order, as two pure functions with one batch between them. `plan` returns the statements to run and
 * their values. `read` builds the answer from the rows: the value, or a refusal that explains why nothing was done.
 */
export interface Command<Input, Answer, Reads extends object> {
  plan(input: Input, context: CommandContext): Result<Plan<Reads>>;
  read(rows: Rows<Reads>, input: Input, context: CommandContext): Result<Answer>;
}

/**
 * The answer of a command, and the ids of the messages and webhooks that it added to the outbox. The lists are empty if
 * the batch was sent again because its answer was lost. A sweep then sends what is due.
 */
export interface Execution<Answer> {
  readonly result: Result<Answer>;
  readonly due: { readonly messages: readonly number[]; readonly webhooks: readonly number[] };
}

/** Runs a command: one HTTP request to the database, or none if the plan refuses the input. */
export async function execute<Input, Answer, Reads extends object>(
  db: Database,
  command: Command<Input, Answer, Reads>,
  input: Input,
  context: CommandContext,
): Promise<Execution<Answer>> {
  const plan = command.plan(input, context);
  if (!plan.ok) return { result: plan, due: { messages: [], webhooks: [] } };
  const { writes, announcements, advance, reads } = plan.value;
  const named = Object.entries({ ...announcements, advance, ...reads }) as [string, Bound<unknown>][];
  const results: readonly unknown[] = await db.batch([...writes, ...named.map(([, statement]) => statement)]);
  const rows: Record<string, unknown> = Object.fromEntries(
    named.map(([name], index) => [name, results[writes.length + index]]),
  );
  const idsOf = (name: keyof typeof announcements) => ((rows[name] ?? []) as { id: number }[]).map(({ id }) => id);
  return {
    result: command.read(rows as Rows<Reads>, input, context),
    due: { messages: idsOf("messages"), webhooks: idsOf("webhooks") },
  };
}
