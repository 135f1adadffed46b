import { styleText } from "node:util";
import { isPortFree } from "@till/libsql-local";
import { type Database, openDatabase } from "./database.ts";
import type { Settings } from "./settings.ts";
import type { Parts } from "./shutdown.ts";

const databaseUrlIsNotUsed =
  "DATABASE_URL is set, and not used here: dev fills its database with demo data, and that may be a real shop's. " +
  "To use another database than the local one, set TILL_DEV_DATABASE_URL.";

/** Checks that the port is free and opens the database, and says so. What follows is the Worker. */
export async function begin(settings: Settings, parts: Parts): Promise<Database> {
  if (!(await isPortFree(settings.port))) {
    throw new Error(
      `Port ${settings.port} is in use, perhaps by Till itself. Stop the program that listens there, ` +
        `or choose another port: PORT=${settings.port + 1} ${settings.command}`,
    );
  }
  console.log("Starting Till …");
  if (process.env["DATABASE_URL"]) say(databaseUrlIsNotUsed);
  const database = await openDatabase(settings, parts);
  done("Database", database.place);
  done("Schema and demo data", "up to date");
  return database;
}

/** Tells a person something that they should know. */
export function say(sentence: string): void {
  console.log(`\n${styleText("yellow", sentence)}\n`);
}

/** Tells a person that a part is ready. */
export function done(what: string, how: string): void {
  console.log(`${styleText("green", "✓")} ${what}: ${how}`);
}
