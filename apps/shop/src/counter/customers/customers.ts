import type { CustomerExport, Dossier } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { queryClient, till } from "../../till.ts";

/** The search and the customer that is open beside the list, as in the URL. */
export interface CustomersSearch {
  q?: string | undefined;
  customer?: string | undefined;
}

const path = ["customers", "list"];
const pageSize = 25;

/** How often the list is refreshed, in milliseconds: an order can bring a new customer. */
const pollMs = 30_000;

/** The customers, the newest first, page by page. */
export const customersQuery = ({ q }: CustomersSearch) =>
  listQuery({
    path,
    input: { limit: pageSize, ...(q !== undefined && { search: q }) },
    read: (input, options) => till.customers.list.query(input, options),
    pollMs,
  });

/** The orders of a customer, newest first, page by page. */
export const ordersOfQuery = (userId: string) =>
  listQuery({
    path: ["customers", "orders"],
    input: { userId, limit: 10 },
    read: (input, options) => till.orders.list.query(input, options),
    pollMs,
  });

/** Everything that Till holds about a customer, all pages in one. */
export async function exportCustomer(id: string): Promise<Omit<CustomerExport, "nextCursor">> {
  let page = await till.customers.export.query({ id });
  const { customer, erasures } = page;
  const items: Dossier[] = [...page.items];
  while (page.nextCursor !== null) {
    page = await till.customers.export.query({ id, cursor: page.nextCursor });
    items.push(...page.items);
  }
  return { customer, erasures, items };
}

/** Erases a customer, piece by piece. A repeat after an error begins again, and that is harmless. */
export async function eraseCustomer({ id, reason }: { id: string; reason: string }): Promise<void> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const piece = await till.customers.erase.mutate({
      id,
      ...(reason !== "" && { reason }),
      ...(cursor !== undefined && { cursor }),
    });
    cursor = piece.nextCursor;
  }
  // Their words may be in anything that was loaded.
  await queryClient.invalidateQueries();
}
