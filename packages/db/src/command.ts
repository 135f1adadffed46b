import type { Result } from "@till/domain";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "./database.ts";
import type { Viewer } from "./order-view.ts";

/** Everything that a command needs to know besides its input. The edge of the system makes it up. */
export interface CommandContext extends Viewer {
  /** A new unique id of this one intent: the same when its batch is sent again, another one for every other call. */
  readonly commandId: string;
  /** How long an ONLINE order may stay unpaid, in minutes. */
  readonly orderTtlMinutes: number;
}

type Statement = BatchItem<"sqlite">;

/** Queries by name, as a command or a query wants their rows back. */
type Reads = Record<string, Statement>;

/** The rows of some named queries. */
export type Rows<Named extends Reads> = { readonly [Name in keyof Named]: Named[Name]["_"]["result"] };

type Ids = Statement & { readonly _: { readonly result: { id: number }[] } };

/** What every command reads back besides its own rows: the messages and webhooks that it wrote. */
export interface CommandReads extends Reads {
  readonly due: Ids;
  readonly dueWebhooks: Ids;
}

/**
 * A change of an order, as two pure functions with one batch between them. `plan` says which statements to run; the
 * first one writes the event that gates the others (see `gate.ts`). `read` makes the answer from the rows that the
 * last statements returned: the value, or a refusal that explains what was not done.
 */
export interface Command<Input, Value, Named extends CommandReads> {
  plan(db: Database, input: Input, context: CommandContext): Result<{ writes: Statement[]; reads: Named }>;
  read(rows: Rows<Named>, input: Input, context: CommandContext): Result<Value>;
}

/** What a command answered, and the ids of the messages and of the webhooks that are now due to be sent. */
export interface Execution<Value> {
  readonly result: Result<Value>;
  readonly due: readonly number[];
  readonly dueWebhooks: readonly number[];
}

/** Runs a command: one HTTP request to the database, or none if its plan refuses the input. */
export async function execute<Input, Value, Named extends CommandReads>(
  db: Database,
  command: Command<Input, Value, Named>,
  input: Input,
  context: CommandContext,
): Promise<Execution<Value>> {
  const plan = command.plan(db, input, context);
  if (!plan.ok) return { result: plan, due: [], dueWebhooks: [] };
  const { writes, reads } = plan.value;
  const statements = [...writes, ...Object.values(reads)] as [Statement, ...Statement[]];
  const results: unknown[] = await db.batch(statements);
  const rows = Object.fromEntries(
    Object.keys(reads).map((name, index) => [name, results[writes.length + index]]),
  ) as Rows<Named>;
  return { result: command.read(rows, input, context), due: idsOf(rows.due), dueWebhooks: idsOf(rows.dueWebhooks) };
}

const idsOf = (rows: unknown): number[] => (rows as { id: number }[]).map(({ id }) => id);
