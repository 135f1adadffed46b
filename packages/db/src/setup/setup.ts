export type { Connection } from "../database/connection.ts";
export { type Migration, migrations } from "../database/schema-version.ts";
export { EngineLacks } from "./check-engine.ts";
export { innermostMessage } from "./innermost-message.ts";
export { NotASandboxError, claimSandbox, markSandbox } from "./mark-sandbox.ts";
export { migrateDatabase, pendingMigrations } from "./migrate.ts";
export { seedDatabase } from "./seed.ts";
export { nextDueAt } from "./next-due.ts";
export {
  type FailedTill,
  type NewShop,
  type Progress,
  TillTaken,
  createShop,
  migrateTills,
  prepareTemplate,
} from "./tills.ts";
