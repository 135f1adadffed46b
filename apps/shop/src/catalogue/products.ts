import { trpc } from "../till.ts";

/** As many as fill a wide window; the list goes on by itself. */
const pageSize = 12;

/** The catalogue, page by page, or the part of it that a search finds. */
export const productsQuery = (search: string) =>
  trpc.products.list.infiniteQueryOptions(
    { limit: pageSize, ...(search !== "" && { search }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor, staleTime: 60_000 },
  );

export const productQuery = (id: number) => trpc.products.get.queryOptions({ id }, { staleTime: 60_000 });
