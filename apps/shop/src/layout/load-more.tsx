import { Button, Center } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";

/** A list that is loaded page by page. */
export interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The end of a list with more pages, as an item for its `<ul>`. */
export const LoadMoreItem = ({ list }: { list: Paged }) =>
  list.hasNextPage ? (
    <li style={{ listStyle: "none" }}>
      <LoadMore list={list} />
    </li>
  ) : null;

/** The end of a list with more pages. It loads the next page when it comes near the view, or by a button. */
export function LoadMore({ list }: { list: Paged }) {
  const { ref, entry } = useIntersection({ rootMargin: "600px" });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const isNear = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isNear, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <Center ref={ref} mt="lg">
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? "Something went wrong. Try again" : "Show more"}
      </Button>
    </Center>
  );
}
