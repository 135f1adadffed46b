import { createClient } from "@libsql/client/http";
import { drizzle } from "drizzle-orm/libsql/http";
import type { Connection } from "../database/connection.ts";

/** Opens a database to migrate or to seed it, from a program of its own: the Worker has `openDatabase`. */
export const openForSetup = ({ url, authToken }: Connection) =>
  drizzle(createClient({ url, ...(authToken !== undefined && { authToken }) }));
