import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ListQuery } from "./list-query.ts";

/** Loads a list page by page, and keeps its beginning up to date. Until a new search is answered, the one before shows. */
export function useList<Item extends { id: number | string }>({ pages, first }: ListQuery<Item>) {
  const list = useInfiniteQuery({ ...pages, placeholderData: keepPreviousData });
  useQuery({ ...first, enabled: list.isSuccess && !list.isPlaceholderData });
  return { ...list, items: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}
