import { join, resolve } from "node:path";

/** The root of the repository. */
export const root = resolve(import.meta.dirname, "../../..");

/** The Worker's package. */
export const apiDir = join(root, "apps/api");

/** The files that the Worker serves, as they were built. */
export const siteDir = join(root, "apps/api/dist/site");
