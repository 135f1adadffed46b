import { type CreatedTill, type Till, defaultTill, templateTill } from "@till/contracts";
import {
  type Database,
  NoSuchTill,
  type TillEntry,
  type TillStore,
  closeTill,
  enterTill,
  openTill,
  removeTill,
  settleIn,
} from "@till/db";
import { later, refuse, timeBy } from "@till/domain";
import { customAlphabet } from "nanoid";
import { sessionSecret, startSession } from "../auth/session.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import type { Work } from "../work/work.ts";

/** Random enough that nobody can guess the till of another person. */
const newTillId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 16);

const minuteMs = 60_000;

/** A till as callers see it, with its URLs. */
export function toTill(work: Work, { id, name, createdAt, expiresAt }: TillEntry): Till {
  const { baseUrl } = work.inTill(id);
  return { id, name, url: baseUrl, trpcUrl: `${baseUrl}/trpc`, restUrl: `${baseUrl}/v1`, createdAt, expiresAt };
}

/** The options of a new till of the sandbox. */
interface Beginning {
  readonly name?: string | undefined;
  readonly ttlMinutes: number;
  /** The till that it is a copy of. */
  readonly from?: string | undefined;
  readonly isEmpty?: boolean;
}

/**
 * Makes a till of the sandbox: a copy of another one, or of the template with the demo data. Four requests. The
 * directory has the entry before there is a database, and shows it once the till is ready. If a step fails, a sweep
 * deletes the till some minutes later, because the server may still be making a database after its answer was lost.
 *
 * @throws RefusalError if a limit is reached, or if there is no till to copy.
 */
export async function createTill(
  work: Work,
  { name, ttlMinutes, from, isEmpty = false }: Beginning,
): Promise<CreatedTill> {
  const id = newTillId();
  const createdAt = work.realTime().toISOString();
  const expiresAt = later(createdAt, ttlMinutes * minuteMs);
  const entry = { id, name: name ?? id, createdAt, expiresAt };
  const directory = directoryOf(work);
  // The default till is always there, and in no directory.
  const source = from === undefined || from === defaultTill ? null : from;
  valueOf(await enterTill(directory, entry, { from: source, now: createdAt }));
  await copyDatabase(storeOf(work), from, id);
  const inside = work.inTill(id);
  const { people, clock } = await settleIn(inside.db, { baseUrl: inside.baseUrl, isEmpty });
  await openTill(directory, id, work.realTime().toISOString());
  const now = timeBy(clock, work.realTime());
  const sessions = people.map((person) => startSession(person, sessionSecret(work.config), now, id));
  return { ...toTill(work, entry), people: (await Promise.all(sessions)).map(toSignedIn) };
}

const toSignedIn = ({ user: { id, role, name }, token }: Awaited<ReturnType<typeof startSession>>) => ({
  id,
  role,
  name,
  token,
});

/** @throws RefusalError if there is no such till; an Error if the template is missing, which is a fault of the deployment. */
async function copyDatabase(store: TillStore, from: string | undefined, id: string): Promise<void> {
  try {
    await store.fork(from ?? templateTill, id);
  } catch (error) {
    if (error instanceof NoSuchTill && from !== undefined) throw new RefusalError(refuse.tillNotFound(from));
    throw error;
  }
}

/** Deletes a till of the sandbox with everything in it. @throws RefusalError if there is no such till. */
export async function deleteTill(work: Work, id: string): Promise<void> {
  valueOf(await closeTill(directoryOf(work), id, work.realTime().toISOString()));
  await finishDelete(work, id);
}

/** Deletes the database of a till that is closed in the directory, and then forgets the till. */
export async function finishDelete(work: Work, id: string): Promise<void> {
  await storeOf(work).remove(id);
  await removeTill(directoryOf(work), id);
}

/** The database with the directory of tills. @throws RefusalError if there is only the default till. */
export function directoryOf(work: Work): Database {
  storeOf(work);
  return work.inTill(defaultTill).db;
}

/** @throws RefusalError if there is only the default till. */
function storeOf({ tillStore }: Work): TillStore {
  if (tillStore === null) throw new RefusalError(refuse.tillsOff());
  return tillStore;
}
