import { seedDatabase } from "../setup/setup.ts";
import { connectionFromEnv } from "./connection-from-env.ts";

await seedDatabase(connectionFromEnv());
console.log("The database has the demo catalogue and the demo people.");
