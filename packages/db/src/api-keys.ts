import {
  type ApiKey,
  type CreateApiKeyInput,
  type CreatedApiKey,
  type ListApiKeysInput,
  type Page,
  decodeCursor,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { insertFrom } from "./insert-from.ts";
import { sha256Hex } from "./sha256-hex.ts";
import { toPage } from "./page.ts";
import { apiKeys } from "./schema/schema.ts";

/** What is shown of a key: never its hash. */
const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  role: apiKeys.role,
  createdBy: apiKeys.createdBy,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  revokedAt: apiKeys.revokedAt,
};

const selectShown = (db: Database, id: string) => db.select(shown).from(apiKeys).where(eq(apiKeys.id, id));

/** Keeps a new key, as its hash, unless there are as many as there may be. One HTTP request. */
export async function createApiKey(
  db: Database,
  { name, role }: CreateApiKeyInput,
  { id, key, createdBy, now }: { id: string; key: string; createdBy: string; now: string },
): Promise<Result<CreatedApiKey>> {
  const values = { id, hash: sha256Hex(key), name, role, createdBy, createdAt: now };
  const hasRoom = sql`WHERE (SELECT count(*) FROM ${apiKeys} WHERE ${isNull(apiKeys.revokedAt)}) < ${limits.apiKeys}
    ON CONFLICT DO NOTHING`;
  const [, [created]] = await db.batch([insertFrom(db, apiKeys, values, hasRoom), selectShown(db, id)]);
  return created ? ok({ ...created, key }) : refused(refuse.apiKeyLimitReached());
}

/** A page of keys, the newest first, the revoked ones among them. One HTTP request. */
export async function listApiKeys(db: Database, { cursor, limit }: ListApiKeysInput): Promise<Page<ApiKey>> {
  const rows = await db
    .select({ ...shown, number: apiKeys.number })
    .from(apiKeys)
    .where(lt(apiKeys.number, decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER))
    .orderBy(desc(apiKeys.number))
    .limit(limit + 1);
  const { items, nextCursor } = toPage(
    rows.map(({ number, ...key }) => ({ id: number, key })),
    limit,
  );
  return { items: items.map(({ key }) => key), nextCursor };
}

/** Revokes a key, for good. One that is revoked already stays as it is. One HTTP request. */
export async function revokeApiKey(db: Database, id: string, now: string): Promise<Result<ApiKey>> {
  const [, [revoked]] = await db.batch([
    db
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt))),
    selectShown(db, id),
  ]);
  return revoked ? ok(revoked) : refused(refuse.apiKeyNotFound(id));
}

/** The key with this id. One HTTP request. */
export const findApiKey = (db: Database, id: string): Promise<ApiKey | undefined> => selectShown(db, id).get();

/** Marks a key as used now. One HTTP request. */
export const markApiKeyUsed = (db: Database, id: string, now: string) =>
  db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id));
