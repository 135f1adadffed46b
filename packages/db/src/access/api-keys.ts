import {
  type ApiKey,
  type CreateApiKeyInput,
  type CreatedApiKey,
  type ListApiKeysInput,
  type Page,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { apiKeys } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** The columns of a key that callers see: never its hash. */
const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  role: apiKeys.role,
  createdBy: apiKeys.createdBy,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  revokedAt: apiKeys.revokedAt,
};

const selectKey = statement((given: Given<{ id: string }>) =>
  build.select(shown).from(apiKeys).where(eq(apiKeys.id, given.id)),
);

interface NewKey {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly role: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

const insertKey = statement(({ id, hash, name, role, createdBy, createdAt }: Given<NewKey>) =>
  insertFrom(
    apiKeys,
    { id, hash, name, role, createdBy, createdAt },
    sql`WHERE (SELECT count(*) FROM ${apiKeys} WHERE ${isNull(apiKeys.revokedAt)}) < ${constant(limits.apiKeys)}
      ON CONFLICT DO NOTHING`,
  ),
);

const selectPage = statement((given: Given<{ before: number; atMost: number }>) =>
  build
    .select({ ...shown, number: apiKeys.number })
    .from(apiKeys)
    .where(lt(apiKeys.number, given.before))
    .orderBy(desc(apiKeys.number))
    .limit(given.atMost),
);

const revoke = statement((given: Given<{ id: string; now: string }>) =>
  build
    .update(apiKeys)
    .set({ revokedAt: sql`${given.now}` })
    .where(and(eq(apiKeys.id, given.id), isNull(apiKeys.revokedAt))),
);

const markUsed = statement((given: Given<{ id: string; now: string }>) =>
  build
    .update(apiKeys)
    .set({ lastUsedAt: sql`${given.now}` })
    .where(eq(apiKeys.id, given.id)),
);

/** Stores a new key, as its hash, unless the limit on keys is reached. One HTTP request. */
export async function createApiKey(
  db: Database,
  { name, role }: CreateApiKeyInput,
  { id, key, hash, createdBy, now }: { id: string; key: string; hash: string; createdBy: string; now: string },
): Promise<Result<CreatedApiKey>> {
  const values = { id, hash, name, role, createdBy, createdAt: now };
  const [, [created]] = await db.batch([insertKey(values), selectKey({ id })]);
  return created ? ok({ ...created, key }) : refused(refuse.apiKeyLimitReached());
}

/** A page of keys, newest first, including revoked ones. One HTTP request. */
export async function listApiKeys(db: Database, input: ListApiKeysInput): Promise<Page<ApiKey>> {
  const rows = await db.run(selectPage(pageBefore(input)));
  const { items, nextCursor } = toPage(
    rows.map(({ number, ...key }) => ({ id: number, key })),
    input.limit,
  );
  return { items: items.map(({ key }) => key), nextCursor };
}

/** Revokes a key. It can't be undone, and a second call changes nothing. One HTTP request. */
export async function revokeApiKey(db: Database, id: string, now: string): Promise<Result<ApiKey>> {
  const [, [revoked]] = await db.batch([revoke({ id, now }), selectKey({ id })]);
  return revoked ? ok(revoked) : refused(refuse.apiKeyNotFound(id));
}

/** The key with this id. One HTTP request. */
export const findApiKey = async (db: Database, id: string): Promise<ApiKey | undefined> =>
  (await db.run(selectKey({ id })))[0];

/** Marks a key as used now. One HTTP request. */
export const markApiKeyUsed = (db: Database, id: string, now: string) => db.run(markUsed({ id, now }));
