import { Card, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { count } from "../format.ts";
import { LoadMore, type Paged } from "./load-more.tsx";

interface NarrowedListProps<Item> {
  list: Paged & { items: readonly Item[]; isPlaceholderData: boolean };
  /** What an item is called: `order`. */
  word: string;
  /** Whether a search or a filter narrows the list. How many it shows is announced then. */
  isNarrowed: boolean;
  /** Stands for an empty list. */
  none: ReactNode;
  row: (item: Item) => ReactNode;
}

/** A list that a person can narrow, page by page. */
export function NarrowedList<Item>({ list, word, isNarrowed, none, row }: NarrowedListProps<Item>) {
  const { items, isPlaceholderData } = list;
  return (
    <>
      <VisuallyHidden role="status">
        {isNarrowed && !isPlaceholderData ? `${count(items.length, word)} shown` : ""}
      </VisuallyHidden>
      {items.length === 0 ? (
        none
      ) : (
        <Card withBorder padding={0} component="ul" m={0} aria-busy={isPlaceholderData}>
          {items.map(row)}
        </Card>
      )}
      <LoadMore list={list} />
    </>
  );
}
