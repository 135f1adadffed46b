import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ListQuery } from "./list-query.ts";

/** Loads a list page by page, and refreshes its beginning. The old results stay until a new search is answered. */
export function useList<Item extends { id: number | string }>({ pages, first }: ListQuery<Item>) {
  const list = useInfiniteQuery({ ...pages, placeholderData: keepPreviousData });
  useQuery({ ...first, enabled: list.isSuccess && !list.isPlaceholderData });
  return { ...list, items: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}
