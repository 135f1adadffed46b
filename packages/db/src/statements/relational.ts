import { once } from "@till/domain";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import * as schema from "../schema/schema.ts";
import { sendNothing } from "./statement.ts";

/**
 * Builds queries over relations and can't send them. Drizzle first reads the relations of all tables, which takes
 * milliseconds, so `build` of `statement.ts` does not.
 */
export const buildRelational = once(() => drizzle(sendNothing, { schema }));
