export { migrateDatabase } from "./migrate.ts";
export { seedDatabase } from "./seed.ts";
