import type { Connection } from "../database/connection.ts";
import { openDatabase } from "../database/database.ts";
import { nextDueAt as askNextDueAt } from "../due/next-due.ts";

/** When the next piece of work is due, for a program that triggers the Worker's sweep (see `due/next-due.ts`). */
export const nextDueAt = (connection: Connection, after: string) => askNextDueAt(openDatabase(connection), after);
