import { type InfiniteData, type QueryKey, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Page } from "@till/contracts";
import { queryClient } from "../till.ts";

interface ListDescription<Input extends object, Item> {
  /** The procedure. The keys of all its queries begin with it. */
  path: readonly string[];
  /** The filters of the list. */
  input: Input;
  read: (input: Input & { cursor?: string }, options: { signal: AbortSignal }) => Promise<Page<Item>>;
  /** How often the list is refreshed, in milliseconds. */
  pollMs: number;
}

type Loaded<Item> = InfiniteData<Page<Item>, string | null>;

export type ListQuery<Item extends { id: number | string }> = ReturnType<typeof listQuery<object, Item>>;

/**
 * A list that loads page by page and refreshes itself. It reloads only the first page, where new items appear:
 * reloading everything took 82 requests in 21 seconds for 1,000 orders.
 */
export function listQuery<Input extends object, Item extends { id: number | string }>({
  path,
  input,
  read,
  pollMs,
}: ListDescription<Input, Item>) {
  const pagesKey: QueryKey = [path, { input, type: "infinite" }];
  const firstKey: QueryKey = [path, { input, type: "first" }];
  const pages = infiniteQueryOptions({
    queryKey: pagesKey,
    async queryFn({ pageParam, signal }): Promise<Page<Item>> {
      if (pageParam !== null) return read({ ...input, cursor: pageParam }, { signal });
      const page = await read(input, { signal });
      // It need not be reloaded at once.
      queryClient.setQueryData(firstKey, page);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Infinity,
  });
  const first = queryOptions({
    queryKey: firstKey,
    async queryFn({ signal }): Promise<Page<Item>> {
      const page = await read(input, { signal });
      queryClient.setQueryData<Loaded<Item>>(pagesKey, (loaded) => loaded && withFirstPage(loaded, page));
      return page;
    },
    refetchInterval: pollMs,
    refetchOnMount: "always",
  });
  return { pages, first };
}

/** Refreshes the lists of a procedure now. */
export function refreshLists(path: readonly string[]): void {
  void queryClient.invalidateQueries({ queryKey: [path], predicate: ({ queryKey }) => typeOf(queryKey) === "first" });
}

/** Updates an item in the loaded lists of a procedure. Their next refresh decides whether it still belongs there. */
export function noteInLists(path: readonly string[], item: { id: number | string }): void {
  queryClient.setQueriesData<Loaded<{ id: number | string }>>(
    { queryKey: [path], predicate: ({ queryKey }) => typeOf(queryKey) === "infinite" },
    (loaded) =>
      loaded && {
        ...loaded,
        pages: loaded.pages.map((page) => ({
          ...page,
          items: page.items.map((shown) => (shown.id === item.id ? item : shown)),
        })),
      },
  );
}

const typeOf = ([, about]: readonly unknown[]) =>
  typeof about === "object" && about !== null && "type" in about ? about.type : undefined;

/**
 * A loaded list with its current first page. The items after the last common one stay, with their cursors. If there is
 * no common item, more than a page is new, and the list starts again with the page.
 */
export function withFirstPage<Item extends { id: number | string }>(
  list: Loaded<Item>,
  first: Page<Item>,
): Loaded<Item> {
  const fresh = new Set(first.items.map(({ id }) => id));
  const last = list.pages.findLastIndex(({ items }) => items.some(({ id }) => fresh.has(id)));
  const page = list.pages[last];
  if (first.nextCursor === null || page === undefined) return { pages: [first], pageParams: [null] };
  const rest = page.items.slice(page.items.findLastIndex(({ id }) => fresh.has(id)) + 1);
  return {
    pages: [{ items: [...first.items, ...rest], nextCursor: page.nextCursor }, ...list.pages.slice(last + 1)],
    pageParams: [null, ...list.pageParams.slice(last + 1)],
  };
}
