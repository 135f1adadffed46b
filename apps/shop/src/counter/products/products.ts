import type { Product } from "@till/contracts";
import { listQuery, noteInLists, refreshLists } from "../../layout/list-query.ts";
import { queryClient, till, trpc } from "../../till.ts";

/** The search, whether archived products are shown, and the product that is open beside the list, as in the URL. */
export interface ProductsSearch {
  q?: string | undefined;
  shown?: "archived" | undefined;
  product?: number | undefined;
}

// Not the paths of the procedures: the catalogue finds its own pages by those.
const listsPath = ["counter-products"];
const listedPath = [...listsPath, "listed"];
const archivedPath = [...listsPath, "archived"];

const pageSize = 25;

/** How often the list is refreshed, in milliseconds: orders change the stock. */
const pollMs = 10_000;

/** The products in the shop, or the archived ones, page by page. */
export const productListQuery = ({ q, shown }: ProductsSearch) =>
  listQuery({
    path: shown === "archived" ? archivedPath : listedPath,
    input: { limit: pageSize, ...(q !== undefined && { search: q }) },
    read: (input, options) =>
      shown === "archived"
        ? till.products.listArchived.query(input, options)
        : till.products.list.query(input, options),
    pollMs,
  });

/** The open product. Orders change its stock meanwhile. */
export const openProductQuery = (id: number) => trpc.products.get.queryOptions({ id }, { refetchInterval: pollMs });

/** The movements of a product's stock, newest first, page by page. */
export const movementsQuery = (id: number) =>
  trpc.products.movements.infiniteQueryOptions({ id, limit: 20 }, { getNextPageParam: ({ nextCursor }) => nextCursor });

/** Shows what a change made of a product. */
export function noteProduct(product: Product): void {
  queryClient.setQueryData(trpc.products.get.queryKey({ id: product.id }), product);
  noteInLists(listedPath, product);
  refreshLists(listedPath);
  void queryClient.invalidateQueries(trpc.products.movements.pathFilter());
  void queryClient.invalidateQueries(trpc.products.list.pathFilter());
}

/** Reloads all products: some are new, archived or back. */
export const reloadProducts = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: [listsPath] }),
    queryClient.invalidateQueries(trpc.products.pathFilter()),
  ]);
