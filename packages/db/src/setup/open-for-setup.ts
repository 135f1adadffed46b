import { createClient } from "@libsql/client/http";
import { drizzle } from "drizzle-orm/libsql/http";
import type { Connection } from "../database/connection.ts";

/** Opens a database for a program that migrates or seeds it. The Worker uses `openDatabase`. */
export const openForSetup = ({ url, authToken }: Connection) =>
  drizzle(createClient({ url, ...(authToken !== undefined && { authToken }) }));
