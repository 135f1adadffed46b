import type { InfiniteData } from "@tanstack/react-query";
import type { Page, Product } from "@till/contracts";
import { queryClient, trpc } from "../till.ts";

/** How many there are of a product, as the catalogue or its own page last said; undefined where neither was opened. */
export function knownStock(productId: number): Product["stock"] | undefined {
  const product = queryClient.getQueryData<Product>(trpc.products.get.queryKey({ id: productId }));
  if (product) return product.stock;
  const lists = queryClient.getQueriesData<InfiniteData<Page<Product>>>(trpc.products.list.pathFilter());
  const products = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []);
  return products.find(({ id }) => id === productId)?.stock;
}
