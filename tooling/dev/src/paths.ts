import { join, resolve } from "node:path";

/** The root of the repository. */
export const root = resolve(import.meta.dirname, "../../..");

/** The Worker's package. */
export const apiDir = join(root, "apps/api");

/** The shop as it was built, which the Worker serves. */
export const shopDir = join(root, "apps/shop/dist");
