import type { User } from "@till/contracts";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { customers } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** The most people that the sandbox offers for sign-in. */
const maxDemoUsers = 20;

const { demo: _demo, ...user } = getTableColumns(customers);

/** Only demo people, so that the sandbox can't sign anybody in as a customer of a real shop. */
const isDemo = sql`${customers.demo}`;

export const selectDemoUsers = statement(() =>
  build.select(user).from(customers).where(isDemo).orderBy(asc(customers.role), asc(customers.id)).limit(maxDemoUsers),
);

const selectDemoUser = statement((given: Given<{ id: string }>) =>
  build
    .select(user)
    .from(customers)
    .where(and(eq(customers.id, given.id), isDemo)),
);

/** The people that the sandbox can sign in, with staff last. One HTTP request. */
export const listDemoUsers = (db: Database): Promise<User[]> => db.run(selectDemoUsers({}));

/** A person that the sandbox can sign in. One HTTP request. */
export const findDemoUser = async (db: Database, id: string): Promise<User | undefined> =>
  (await db.run(selectDemoUser({ id })))[0];
