import { orderStatusSchema } from "@till/contracts";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from "@tanstack/react-router";
import * as z from "zod";
import { CataloguePage } from "./catalogue/catalogue-page.tsx";
import { productQuery, productsQuery } from "./catalogue/products.ts";
import { ErrorPage } from "./layout/error-page.tsx";
import { NotFoundPage } from "./layout/not-found-page.tsx";
import { Shell } from "./layout/shell.tsx";
import { orderQuery } from "./orders/orders.ts";
import { currentToken } from "./session/session.ts";
import { queryClient } from "./till.ts";

/** The id of a product or an order, as it stands in an address. */
const idParam = {
  parse({ id }: { id: string }): { id: number } {
    if (!/^[1-9]\d{0,14}$/.test(id)) throw notFound();
    return { id: Number(id) };
  },
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** The first page that most people see is not loaded in parts. */
const catalogue = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: z.object({ q: z.string().optional().catch(undefined) }),
  loaderDeps: ({ search: { q = "" } }) => ({ q }),
  // Not waited for: the page has a place for what is still on its way.
  loader: ({ deps }) => void queryClient.prefetchInfiniteQuery(productsQuery(deps.q)),
  component: CataloguePage,
});

const product = createRoute({
  getParentRoute: () => root,
  path: "/products/$id",
  params: idParam,
  loader: ({ params }) => void queryClient.prefetchQuery(productQuery(params.id)),
  component: lazyRouteComponent(() => import("./catalogue/product-page.tsx"), "ProductPage"),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: "/basket",
  component: lazyRouteComponent(() => import("./basket/basket-page.tsx"), "BasketPage"),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout",
  validateSearch: z.object({ order: z.number().int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./checkout/checkout-page.tsx"), "CheckoutPage"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  validateSearch: z.object({ status: orderStatusSchema.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./orders/orders-page.tsx"), "OrdersPage"),
});

const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$id",
  params: idParam,
  loader({ params }) {
    if (currentToken() !== undefined) void queryClient.prefetchQuery(orderQuery(params.id));
  },
  component: lazyRouteComponent(() => import("./orders/order-page.tsx"), "OrderPage"),
});

/** The counter is for staff. What it has of its own is loaded only when somebody goes there. */
const counter = createRoute({
  getParentRoute: () => root,
  path: "/counter",
  component: lazyRouteComponent(() => import("./counter/counter-page.tsx"), "CounterPage"),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  component: lazyRouteComponent(() => import("./inbox/inbox-page.tsx"), "InboxPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([catalogue, product, basket, checkout, orders, order, counter, inbox]),
  defaultErrorComponent: ErrorPage,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
