import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { ErrorPage } from "./layout/error-page.tsx";
import { NotFoundPage } from "./layout/not-found-page.tsx";
import { Shell } from "./layout/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const catalogue = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./catalogue/catalogue-page.tsx"), "CataloguePage"),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: "/basket",
  component: lazyRouteComponent(() => import("./basket/basket-page.tsx"), "BasketPage"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  component: lazyRouteComponent(() => import("./orders/orders-page.tsx"), "OrdersPage"),
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
  routeTree: root.addChildren([catalogue, basket, orders, counter, inbox]),
  defaultErrorComponent: ErrorPage,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
