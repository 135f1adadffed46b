import type { Gateway, Result } from "@till/domain";
import type { Database } from "../database/database.ts";
import type { Viewer } from "../orders/order-view.ts";
import type { Bound } from "../statements/statement.ts";

/** Everything that a command needs to know besides its input. The edge of the system makes it up. */
export interface CommandContext extends Viewer {
  /** A new unique id of this one intent: the same when its batch is sent again, another one for every other call. */
  readonly commandId: string;
  /** How long an ONLINE order may stay unpaid, in minutes. */
  readonly orderTtlMinutes: number;
  /** The gateway that payments go to. */
  readonly gateway: Gateway;
}

/** The rows of some named queries. */
export type Rows<Named> = { readonly [Name in keyof Named]: Named[Name] extends Bound<infer Of> ? Of : never };

type Ids = Bound<{ id: number }[]>;

/** What a command sends to the database, in this order. */
export interface Plan<Reads> {
  /** The event that gates all that follows (see `gate.ts`), and the effects of the command. */
  readonly writes: readonly Bound<unknown>[];
  /** The messages and webhooks that it puts into the outbox. They answer with their ids. */
  readonly announcements: { readonly messages?: Ids; readonly webhooks: Ids };
  /** The change of the order, which marks the event as applied. */
  readonly advance: Bound<unknown>;
  /** Queries by name, for the answer. */
  readonly reads: Reads;
}

/**
 * A change of an order, as two pure functions with one batch between them. `plan` says which statements to run, with
 * which values. `read` makes the answer from the rows of its queries: the value, or a refusal that explains what was not
 * done.
 */
export interface Command<Input, Answer, Reads extends object> {
  plan(input: Input, context: CommandContext): Result<Plan<Reads>>;
  read(rows: Rows<Reads>, input: Input, context: CommandContext): Result<Answer>;
}

/**
 * What a command answered, and the ids of the messages and of the webhooks that it put into the outbox. There are none
 * if the batch had to be sent again because its answer was lost: a sweep sends what is due then.
 */
export interface Execution<Answer> {
  readonly result: Result<Answer>;
  readonly due: { readonly messages: readonly number[]; readonly webhooks: readonly number[] };
}

/** Runs a command: one HTTP request to the database, or none if its plan refuses the input. */
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
