import type { Migration } from "@till/db/setup";

/** How a command of wrangler ended, what it printed, and what it wrote down for programs. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly records: readonly WranglerRecord[];
}

/** A line of `WRANGLER_OUTPUT_FILE_PATH`, as far as it is used here. */
export interface WranglerRecord {
  readonly type: string;
  readonly version_id?: string | null;
  /** Where a deployed Worker answers. */
  readonly targets?: readonly string[];
}

/** Everything that a deployment takes from outside. Tests replace it. */
export interface World {
  /** Runs wrangler for the Worker in apps/api. Does not throw if the command fails. */
  wrangler(args: readonly string[]): Promise<Ended>;
  /** Builds the files that the Worker serves. */
  buildSite(): Promise<void>;
  readonly fetch: typeof fetch;
  /** The migrations that the database lacks, or the database of the default till. */
  pendingMigrations(): Promise<readonly Migration[]>;
  /** Migrates the database, or those of all tills, up to this migration. @throws if one could not be migrated. */
  migrate(upTo: string): Promise<void>;
  sleep(ms: number): Promise<void>;
  print(line: string): void;
}

/** The deployment can't go on. The message says all that a person needs. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Runs wrangler, and stops if it fails. */
export async function mustRun(world: Pick<World, "wrangler">, what: string, args: readonly string[]): Promise<Ended> {
  const ended = await world.wrangler(args);
  if (ended.code !== 0) throw new Stopped(`${what} failed (wrangler ${args[0]}):\n${ended.output.trim()}`);
  return ended;
}
