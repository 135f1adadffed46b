import { styleText } from "node:util";
import { SingleBar } from "cli-progress";
import type { Connection } from "../database/connection.ts";
import { type FailedTill, migrateDatabase, migrateTills } from "../setup/setup.ts";
import { NotDone, onDatabase, onTills } from "./on-database.ts";

const all = process.argv.includes("--all");
await (all ? onTills(migrateAll) : onDatabase(migrateOne));

async function migrateOne(connection: Connection): Promise<string> {
  await migrateDatabase(connection);
  return "The database has the newest schema.";
}

/** Migrates the database of each till, with a bar on a terminal. */
async function migrateAll(connection: Connection): Promise<string> {
  const bar = new SingleBar({ format: "Tills {bar} {value} of {total}", hideCursor: true });
  let total = 0;
  const failed = await migrateTills(connection, {
    onProgress: (progress) => {
      ({ total } = progress);
      if (progress.done === 0) bar.start(total, 0);
      bar.update(progress.done);
    },
  }).finally(() => bar.stop());
  if (failed.length > 0) throw new NotDone(sentenceOf(failed));
  return `The default till and ${total} more have the newest schema.`;
}

function sentenceOf(failed: readonly FailedTill[]): string {
  return [
    `${failed.length} of the tills could not be migrated; run it again for what is left:`,
    ...failed.map(({ till, why }) => `${styleText("red", till)}: ${why}`),
  ].join("\n");
}
