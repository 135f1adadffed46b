import { type InfiniteData, type QueryKey, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Page } from "@till/contracts";
import { queryClient } from "../till.ts";

interface ListDescription<Input extends object, Item> {
  /** The procedure, with which all keys of its queries begin. */
  path: readonly string[];
  /** What the list is narrowed to. */
  input: Input;
  read: (input: Input & { cursor?: string }, options: { signal: AbortSignal }) => Promise<Page<Item>>;
  /** How often the list looks for what is new, in milliseconds. */
  pollMs: number;
}

type Loaded<Item> = InfiniteData<Page<Item>, string | null>;

export type ListQuery<Item extends { id: number | string }> = ReturnType<typeof listQuery<object, Item>>;

/**
 * A list that is loaded page by page and looks for what is new by itself. Only its first page is read again, since what
 * is new stands there: to read again all that was loaded took 82 requests in 21 seconds for 1,000 orders.
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
      // It need not be read again right away.
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

/** Has the lists of a procedure look at once for what is new. */
export function refreshLists(path: readonly string[]): void {
  void queryClient.invalidateQueries({ queryKey: [path], predicate: ({ queryKey }) => typeOf(queryKey) === "first" });
}

/** Shows an item as it is now in the loaded lists of a procedure. Whether it still belongs there, their next read says. */
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
 * A loaded list with its first page as it is now. What follows the last item that both know is kept with its cursors; if
 * they have nothing in common, more is new than a page holds, and the list begins anew with the page.
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
