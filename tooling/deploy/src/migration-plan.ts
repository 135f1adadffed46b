import type { Migration } from "@till/db/setup";
import { Stopped } from "./world.ts";

/** The migrations of a deployment: the last one to run before it, and the last one to run after it; null for none. */
export interface MigrationPlan {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Says which pending migrations run before the deployment and which after it. What expands the schema comes first: the
 * version in use still works with it. What contracts it waits until no version needs what it removes.
 *
 * @throws Stopped if one that expands comes after one that contracts: migrations run in their order only.
 */
export function planMigrations(pending: readonly Migration[]): MigrationPlan {
  const firstContract = pending.findIndex(({ kind }) => kind === "contract");
  const before = firstContract === -1 ? pending : pending.slice(0, firstContract);
  const after = firstContract === -1 ? [] : pending.slice(firstContract);
  const tooLate = after.find(({ kind }) => kind === "expand");
  if (tooLate !== undefined)
    throw new Stopped(
      `The migration ${tooLate.name} expands the schema after ${after[0]?.name ?? ""} contracts it, and the database has neither. Deploy the release that ends with ${after[0]?.name ?? ""} first, then this one.`,
    );
  return { before: before.at(-1)?.name ?? null, after: after.at(-1)?.name ?? null };
}
