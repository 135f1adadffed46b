import { trpc } from "../../till.ts";

/** Everything about an order. It is read when the page opens, and is not refreshed under its reader. */
export const dossierQuery = (id: number) => trpc.orders.dossier.queryOptions({ id }, { refetchOnMount: "always" });
