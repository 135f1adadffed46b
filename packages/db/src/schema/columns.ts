import { sql } from "drizzle-orm";
import { text } from "drizzle-orm/sqlite-core";

/** A point in time: ISO 8601 text in UTC with milliseconds, so that text order is time order. */
export const timestamp = (name: string) => text(name);

/** A list of words for the inside of an SQL `IN (…)`. For constants only, because a schema takes no parameters. */
export const words = (list: readonly string[]) => sql.raw(list.map((word) => `'${word}'`).join(", "));

/** A whole number for a constraint. */
export const constant = (value: number) => sql.raw(String(value));
