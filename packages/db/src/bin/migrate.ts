import { migrateDatabase } from "../setup/setup.ts";
import { onDatabase } from "./on-database.ts";

await onDatabase(migrateDatabase, "The database has the newest schema.");
