import type { Connection } from "../database/connection.ts";

/** The database that `DATABASE_URL` and `DATABASE_AUTH_TOKEN` name. Ends the process with advice if there is none. */
export function connectionFromEnv(): Connection {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = process.env;
  if (url) return { url, authToken };
  console.error(
    "Set DATABASE_URL to the database, such as libsql://shop-you.turso.io, and DATABASE_AUTH_TOKEN to its token.",
  );
  process.exit(1);
}
