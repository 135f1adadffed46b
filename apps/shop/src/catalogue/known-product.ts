import type { InfiniteData } from "@tanstack/react-query";
import type { Page, Product } from "@till/contracts";
import { queryClient, trpc } from "../till.ts";

/** A product as the catalogue or its page last loaded it; undefined if neither did. */
export function knownProduct(productId: number): Product | undefined {
  const product = queryClient.getQueryData<Product>(trpc.products.get.queryKey({ id: productId }));
  if (product) return product;
  const lists = queryClient.getQueriesData<InfiniteData<Page<Product>>>(trpc.products.list.pathFilter());
  const products = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []);
  return products.find(({ id }) => id === productId);
}
