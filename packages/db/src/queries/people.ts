import type { User } from "@till/contracts";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { customers } from "../schema/schema.ts";

/** How many people the sandbox offers to sign in as. */
const maxDemoUsers = 20;

const { demo: _demo, ...user } = getTableColumns(customers);

/** Only those whom the seed has made: nobody signs in as a customer of a real shop. */
const isDemo = sql`${customers.demo}`;

/** The people that the sandbox can sign in, staff last. */
export const listDemoUsers = (db: Database): Promise<User[]> =>
  db.select(user).from(customers).where(isDemo).orderBy(asc(customers.role), asc(customers.id)).limit(maxDemoUsers);

/** A person that the sandbox can sign in. */
export const findDemoUser = (db: Database, id: string): Promise<User | undefined> =>
  db
    .select(user)
    .from(customers)
    .where(and(eq(customers.id, id), isDemo))
    .get();
