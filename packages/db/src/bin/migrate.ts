import { migrateDatabase } from "../setup/setup.ts";
import { connectionFromEnv } from "./connection-from-env.ts";

await migrateDatabase(connectionFromEnv());
console.log("The database has the newest schema.");
