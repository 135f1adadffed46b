import { trpc } from "../till.ts";

/** Enough products for a wide window. The list loads more by itself. */
const pageSize = 12;

/** The catalogue, page by page, or the products that match a search. */
export const productsQuery = (search: string) =>
  trpc.products.list.infiniteQueryOptions(
    { limit: pageSize, ...(search !== "" && { search }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor, staleTime: 60_000 },
  );

export const productQuery = (id: number) => trpc.products.get.queryOptions({ id }, { staleTime: 60_000 });
