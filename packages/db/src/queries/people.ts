import type { User } from "@till/contracts";
import { asc, eq } from "drizzle-orm";
import type { Database } from "../database.ts";
import { customers } from "../schema/schema.ts";

/** How many people the sandbox offers to sign in as. */
const demoUsers = 20;

/** The people that the sandbox can sign in, staff last. */
export const listDemoUsers = (db: Database): Promise<User[]> =>
  db.select().from(customers).orderBy(asc(customers.role), asc(customers.id)).limit(demoUsers);

/** A person that the sandbox can sign in. */
export const findDemoUser = (db: Database, id: string): Promise<User | undefined> =>
  db.select().from(customers).where(eq(customers.id, id)).get();
