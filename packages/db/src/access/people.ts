import { type AddUserInput, type User, limits } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { newDemoUser } from "../demo/people.ts";
import { constant } from "../schema/columns.ts";
import { customers } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const { number: _number, demo: _demo, ...user } = getTableColumns(customers);

/** Only demo people, so that the sandbox can't sign anybody in as a customer of a real shop. */
const isDemo = sql`${customers.demo}`;

export const selectDemoUsers = statement(() =>
  build
    .select(user)
    .from(customers)
    .where(isDemo)
    .orderBy(asc(customers.role), asc(customers.id))
    .limit(limits.demoUsers),
);

const selectCustomer = statement((given: Given<{ id: string }>) =>
  build.select(user).from(customers).where(eq(customers.id, given.id)),
);

const selectDemoUser = statement((given: Given<{ id: string }>) =>
  build
    .select(user)
    .from(customers)
    .where(and(eq(customers.id, given.id), isDemo)),
);

const insertDemoUser = statement((given: Given<User>) =>
  insertFrom(
    customers,
    { id: given.id, role: given.role, name: given.name, email: given.email, phone: given.phone, demo: constant(1) },
    sql`WHERE (SELECT count(*) FROM ${customers} WHERE ${isDemo}) < ${constant(limits.demoUsers)}`,
    sql`ON CONFLICT DO NOTHING`,
  ),
);

/** The people that the sandbox can sign in, with staff last. One HTTP request. */
export const listDemoUsers = (db: Database): Promise<User[]> => db.run(selectDemoUsers({}));

/** Somebody who has ordered, or a guest. One HTTP request. */
export const findCustomer = async (db: Database, id: string): Promise<User | undefined> =>
  (await db.run(selectCustomer({ id })))[0];

/** A person that the sandbox can sign in. One HTTP request. */
export const findDemoUser = async (db: Database, id: string): Promise<User | undefined> =>
  (await db.run(selectDemoUser({ id })))[0];

/**
 * Adds a demo person, unless there are as many as there may be. `unique` is a part of their id and of their email address.
 * One HTTP request, harmless to repeat.
 */
export async function addDemoUser(db: Database, input: AddUserInput, unique: string): Promise<Result<User>> {
  const person = newDemoUser(input, unique);
  const [, [added]] = await db.batch([insertDemoUser(person), selectDemoUser({ id: person.id })]);
  return added ? ok(added) : refused(refuse.tooManyDemoUsers());
}
