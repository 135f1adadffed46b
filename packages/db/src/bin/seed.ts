import { seedDatabase } from "../setup/setup.ts";
import { onDatabase } from "./on-database.ts";

await onDatabase(async (connection) => {
  await seedDatabase(connection);
  return "The database has the demo catalogue and the demo people.";
});
