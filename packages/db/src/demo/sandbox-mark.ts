import { sql } from "drizzle-orm";
import { DatabaseError } from "../database/faults.ts";
import { rawStatement } from "../statements/statement.ts";

/**
 * The table whose presence says that a database is a sandbox's: its data may be replaced by demo data. It is no part of
 * the schema, so no migration brings it to a shop; `setup/mark-sandbox.ts` makes it.
 */
export const sandboxMark = "till_sandbox";

/** Without the mark this statement fails, as text that is no JSON does, and with it the whole batch. */
const check = rawStatement<{ marked: string }>(
  () => sql`SELECT json(iif(count(*) = 1, '1', '{')) AS marked FROM sqlite_master
    WHERE type = 'table' AND name = ${sql.raw(`'${sandboxMark}'`)}`,
);

/** The first statement of every batch that is for a sandbox's database only. */
export const checkSandboxMark = () => check({});

/** Whether a fault of a batch is the check that it began with. */
export const isUnmarked = (error: unknown): boolean =>
  error instanceof DatabaseError && error.statementIndex === 0 && error.message.includes("malformed JSON");
