import { type ListTillsInput, type Page, limits } from "@till/contracts";
import { type Result, later, ok, refuse, refused } from "@till/domain";
import { type SQL, and, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { type tillStates, tills } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { type Given, build, rawStatement, statement } from "../statements/statement.ts";

/** A till of the sandbox in the directory. */
export interface TillEntry {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The columns that callers see. A till that never expires is a shop, not a till of the sandbox. */
const shown = {
  id: tills.id,
  name: tills.name,
  createdAt: tills.createdAt,
  expiresAt: sql<string>`${tills.expiresAt}`.as("expires_at"),
};

const isShown = and(eq(tills.state, "READY"), isNotNull(tills.expiresAt));

const minuteMs = 60_000;

/** How long a till may be half made or half deleted before the sweep deletes it, in milliseconds. */
const halfDoneMs = 5 * minuteMs;

/** How long a till belongs to its sweeper, in milliseconds. */
const sweepLeaseMs = 2 * minuteMs;

/**
 * The longest time without a sweep for a till without known due work, in milliseconds. A note of due work may be lost.
 */
const unsweptMs = 30 * minuteMs;

/** How many tills one sweep takes for sweeping, and how many it deletes. */
const tillsPerSweep = 100;

interface NewEntry extends Omit<TillEntry, "createdAt"> {
  readonly now: string;
  readonly minuteAgo: string;
  /** The till of the sandbox that it is a copy of; null if it is a copy of none of them. */
  readonly from: string | null;
}

/** Whether there is such a till to copy. A shop is none: it is not the sandbox's to copy. */
const hasSource = (from: SQL) =>
  sql`(${from} IS NULL OR EXISTS (SELECT 1 FROM ${tills} WHERE id = ${from} AND state = 'READY' AND expires_at IS NOT NULL))`;

const insert = statement(({ id, name, now, expiresAt, minuteAgo, from }: Given<NewEntry>) =>
  insertFrom(
    tills,
    { id, name, state: "CREATING", createdAt: now, changedAt: now, expiresAt, sweptAt: now },
    sql`WHERE (SELECT count(*) FROM ${tills} WHERE ${isNotNull(tills.expiresAt)}) < ${constant(limits.tills.atOnce)}
        AND (SELECT count(*) FROM ${tills} WHERE ${isNotNull(tills.expiresAt)} AND created_at > ${minuteAgo})
          < ${constant(limits.tills.perMinute)}
        AND ${hasSource(sql`${from}`)}
        ON CONFLICT DO NOTHING`,
  ),
);

const insertShop = statement(({ id, name, now }: Given<{ id: string; name: string; now: string }>) =>
  insertFrom(
    tills,
    { id, name, state: "CREATING", createdAt: now, changedAt: now, sweptAt: now },
    // One that could not be made is made now: the sweep leaves it alone for as long as a new one.
    sql`WHERE TRUE ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed_at = excluded.changed_at
      WHERE state = 'CREATING' AND expires_at IS NULL`,
  ),
);

const selectEntered = rawStatement<
  { entered: number; sandboxTills: number; hasSource: 0 | 1 },
  { id: string; from: string | null }
>(
  ({ id, from }) => sql`SELECT count(*) FILTER (WHERE id = ${id} AND state = 'CREATING') AS entered,
    count(*) FILTER (WHERE expires_at IS NOT NULL) AS sandboxTills, ${hasSource(sql`${from}`)} AS hasSource FROM ${tills}`,
);

const open = statement((given: Given<{ id: string; now: string }>) =>
  build
    .update(tills)
    .set({ state: "READY", changedAt: sql`${given.now}` })
    .where(and(eq(tills.id, given.id), eq(tills.state, "CREATING"))),
);

const selectOne = statement((given: Given<{ id: string }>) =>
  build
    .select(shown)
    .from(tills)
    .where(and(eq(tills.id, given.id), isShown)),
);

const selectPage = statement((given: Given<{ before: number; atMost: number }>) =>
  build
    .select({ ...shown, number: tills.number })
    .from(tills)
    .where(and(lt(tills.number, given.before), isShown))
    .orderBy(desc(tills.number))
    .limit(given.atMost),
);

const close = rawStatement<{ id: string }, { id: string; now: string }>(
  ({ id, now }) => sql`UPDATE ${tills} SET state = 'DELETING', changed_at = ${now}
    WHERE id = ${id} AND expires_at IS NOT NULL RETURNING id`,
);

const remove = statement((given: Given<{ id: string }>) =>
  build.delete(tills).where(and(eq(tills.id, given.id), eq(tills.state, "DELETING"))),
);

const closeOver = rawStatement<{ id: string }, { now: string; halfDoneSince: string; atMost: number }>(
  ({ now, halfDoneSince, atMost }) => sql`UPDATE ${tills} SET state = 'DELETING', changed_at = ${now}
    WHERE id IN (SELECT id FROM ${tills}
        WHERE expires_at <= ${now} OR (state <> 'READY' AND changed_at <= ${halfDoneSince})
        ORDER BY changed_at LIMIT ${atMost})
    RETURNING id`,
);

// The longest due first: tills that are due all the time must not keep others from their turn.
const takeDue = rawStatement<
  { id: string; until: string },
  { now: string; until: string; unsweptSince: string; atMost: number }
>(
  ({ now, until, unsweptSince, atMost }) => sql`UPDATE ${tills} SET next_due_at = ${until}, swept_at = ${now}
    WHERE id IN (SELECT id FROM (
          SELECT * FROM (SELECT id, next_due_at AS since FROM ${tills} WHERE state = 'READY' AND next_due_at <= ${now}
            ORDER BY next_due_at LIMIT ${atMost})
          UNION ALL
          SELECT * FROM (SELECT id, swept_at FROM ${tills} WHERE state = 'READY' AND swept_at <= ${unsweptSince}
            ORDER BY swept_at LIMIT ${atMost}))
        GROUP BY id ORDER BY min(since) LIMIT ${atMost})
    RETURNING id, next_due_at AS until`,
);

const noteDue = rawStatement<never, { id: string; nextDueAt: string | null; until: string | null }>(
  ({ id, nextDueAt, until }) => sql`UPDATE ${tills}
    SET next_due_at = iif(next_due_at IS NULL OR next_due_at = ${until}, ${nextDueAt},
      min(next_due_at, coalesce(${nextDueAt}, next_due_at)))
    WHERE id = ${id}`,
);

/**
 * Adds a till of the sandbox that is being made, unless a limit is reached, or it is to be a copy of what is no till of the
 * sandbox. The directory shows it once it is ready. One HTTP request, harmless to repeat.
 */
export async function enterTill(
  db: Database,
  { id, name, expiresAt }: Omit<TillEntry, "createdAt">,
  { from, now }: { from: string | null; now: string },
): Promise<Result<undefined>> {
  const entry = { id, name, expiresAt, from, now, minuteAgo: later(now, -minuteMs) };
  const [, [found]] = await db.batch([insert(entry), selectEntered({ id, from })]);
  if (found?.entered === 1) return ok(undefined);
  if (from !== null && found?.hasSource === 0) return refused(refuse.tillNotFound(from));
  const isFull = found !== undefined && found.sandboxTills >= limits.tills.atOnce;
  return refused(isFull ? refuse.tillLimitReached() : refuse.rateLimited(minuteMs / 1000));
}

const selectState = statement((given: Given<{ id: string }>) =>
  build.select({ state: tills.state }).from(tills).where(eq(tills.id, given.id)),
);

/** The state of a till; null if the directory has no such till. One HTTP request. */
export async function stateOfTill(db: Database, id: string): Promise<(typeof tillStates)[number] | null> {
  const [found] = await db.run(selectState({ id }));
  return found?.state ?? null;
}

/**
 * Adds a shop that is being made, or one that could not be completed. It never expires. False if there is a till of this
 * id. One HTTP request, harmless to repeat.
 */
export async function enterShop(
  db: Database,
  { id, name }: Pick<TillEntry, "id" | "name">,
  now: string,
): Promise<boolean> {
  const [, [found]] = await db.batch([insertShop({ id, name, now }), selectEntered({ id, from: null })]);
  return found?.entered === 1;
}

/** Marks a till as ready, unless a sweep is deleting it. One HTTP request. */
export const openTill = (db: Database, id: string, now: string) => db.run(open({ id, now }));

/** A till of the sandbox that is ready. One HTTP request. */
export async function findTill(db: Database, id: string): Promise<Result<TillEntry>> {
  const [found] = await db.run(selectOne({ id }));
  return found ? ok(found) : refused(refuse.tillNotFound(id));
}

/** A page of the tills of the sandbox, newest first. One HTTP request. */
export async function listTills(db: Database, input: ListTillsInput): Promise<Page<TillEntry>> {
  const rows = await db.run(selectPage(pageBefore(input)));
  const page = toPage(
    rows.map(({ number, ...till }) => ({ id: number, till })),
    input.limit,
  );
  return { ...page, items: page.items.map(({ till }) => till) };
}

/** Starts to delete a till of the sandbox. The directory no longer shows it. One HTTP request, harmless to repeat. */
export async function closeTill(db: Database, id: string, now: string): Promise<Result<undefined>> {
  const [closed] = await db.run(close({ id, now }));
  return closed ? ok(undefined) : refused(refuse.tillNotFound(id));
}

/** Removes a till whose database is deleted. One HTTP request. */
export const removeTill = (db: Database, id: string) => db.run(remove({ id }));

/**
 * Starts to delete tills that have expired, or that are half made or half deleted. Returns their ids. One HTTP request.
 */
export async function closeOverTills(db: Database, now: string): Promise<string[]> {
  const rows = await db.run(closeOver({ now, halfDoneSince: later(now, -halfDoneMs), atMost: tillsPerSweep }));
  return rows.map(({ id }) => id);
}

/** A till whose sweep is due, and the end of its sweeper's lease. */
export interface DueTill {
  readonly id: string;
  readonly until: string;
}

/** Takes tills that have due work, or that were not swept for long. One HTTP request. */
export const takeDueTills = (db: Database, now: string): Promise<DueTill[]> =>
  db.run(
    takeDue({ now, until: later(now, sweepLeaseMs), unsweptSince: later(now, -unsweptMs), atMost: tillsPerSweep }),
  );

const selectDue = rawStatement<{ nextDueAt: string | null }, { id: string }>(
  ({ id }) => sql`SELECT next_due_at AS nextDueAt FROM ${tills} WHERE id = ${id}`,
);

/** Whether the directory knows of a till's due time, or of an earlier one. One HTTP request, without the write lock. */
export async function knowsDue(db: Database, id: string, nextDueAt: string | null): Promise<boolean> {
  const [entry] = await db.run(selectDue({ id }));
  if (entry === undefined || nextDueAt === null) return true;
  return entry.nextDueAt !== null && entry.nextDueAt <= nextDueAt;
}

/**
 * Stores when the next work of a till is due. A sweeper passes the `until` of its lease and replaces the stored time.
 * Any other caller can only make it earlier. One HTTP request, harmless to repeat.
 */
export const noteNextDue = (
  db: Database,
  id: string,
  { nextDueAt, until }: { readonly nextDueAt: string | null; readonly until: string | null },
) => db.run(noteDue({ id, nextDueAt, until }));
