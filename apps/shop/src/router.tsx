import { channelSchema, orderStatusSchema, webhookDeliveryStatusSchema } from "@till/contracts";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from "@tanstack/react-router";
import * as z from "zod";
import { CataloguePage } from "./catalogue/catalogue-page.tsx";
import { productQuery, productsQuery } from "./catalogue/products.ts";
import { ErrorPage } from "./layout/error-page.tsx";
import { loadPart } from "./layout/load-part.ts";
import { NotFoundPage } from "./layout/not-found-page.tsx";
import { Shell } from "./layout/shell.tsx";
import { orderQuery } from "./orders/orders.ts";
import { currentToken } from "./session/session.ts";
import { queryClient } from "./till.ts";
import { tillPathOfPage } from "./till-of-page.ts";

/** The id of a product or an order in the URL. */
const idParam = {
  parse({ id }: { id: string }): { id: number } {
    if (!/^[1-9]\d{0,14}$/.test(id)) throw notFound();
    return { id: Number(id) };
  },
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};

/** Search text in the URL, which people may edit by hand: words and numbers. Anything else is dropped. */
const words = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const day = z.iso.date().optional().catch(undefined);
const number = z.number().int().positive().optional().catch(undefined);

/** A page that loads when somebody opens it, with the styles of all components. */
const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [page] = await loadPart(() => Promise.all([load(), import("./all-styles.ts")]));
    return page;
  }, name);

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** Most people see this page first, so it is not split off. */
const catalogue = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: z.object({ q: z.string().optional().catch(undefined) }),
  loaderDeps: ({ search: { q = "" } }) => ({ q }),
  // Not awaited: the page has a placeholder for products that are still loading.
  loader: ({ deps }) => void queryClient.prefetchInfiniteQuery(productsQuery(deps.q)),
  component: CataloguePage,
});

const product = createRoute({
  getParentRoute: () => root,
  path: "/products/$id",
  params: idParam,
  loader: ({ params }) => void queryClient.prefetchQuery(productQuery(params.id)),
  component: lazyPage(() => import("./catalogue/product-page.tsx"), "ProductPage"),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: "/basket",
  component: lazyPage(() => import("./basket/basket-page.tsx"), "BasketPage"),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout",
  validateSearch: z.object({ order: number, replace: z.boolean().optional().catch(undefined) }),
  component: lazyPage(() => import("./checkout/checkout-page.tsx"), "CheckoutPage"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  validateSearch: z.object({ status: orderStatusSchema.optional().catch(undefined) }),
  component: lazyPage(() => import("./orders/orders-page.tsx"), "OrdersPage"),
});

const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$id",
  params: idParam,
  loader({ params }) {
    if (currentToken() !== undefined) void queryClient.prefetchQuery(orderQuery(params.id));
  },
  component: lazyPage(() => import("./orders/order-page.tsx"), "OrderPage"),
});

/** The order of a guest, who has a link and no sign-in. */
const guest = createRoute({
  getParentRoute: () => root,
  path: "/guest",
  validateSearch: z.object({ order: number }),
  component: lazyPage(() => import("./guest/guest-page.tsx"), "GuestPage"),
});

/** The counter is for staff. Its code loads only when somebody opens it. */
const counter = createRoute({
  getParentRoute: () => root,
  path: "/counter",
  component: lazyPage(() => import("./counter/counter-layout.tsx"), "CounterLayout"),
});

const overview = createRoute({
  getParentRoute: () => counter,
  path: "/",
  validateSearch: z.object({ days: z.literal(31).optional().catch(undefined) }),
  component: lazyPage(() => import("./counter/overview/overview-page.tsx"), "OverviewPage"),
});

const allOrders = createRoute({
  getParentRoute: () => counter,
  path: "/orders",
  validateSearch: z.object({
    q: words,
    status: orderStatusSchema.optional().catch(undefined),
    from: day,
    to: day,
    order: number,
  }),
  component: lazyPage(() => import("./counter/orders/all-orders-page.tsx"), "AllOrdersPage"),
});

const customers = createRoute({
  getParentRoute: () => counter,
  path: "/customers",
  validateSearch: z.object({ q: words, customer: words }),
  component: lazyPage(() => import("./counter/customers/customers-page.tsx"), "CustomersPage"),
});

const statement = createRoute({
  getParentRoute: () => counter,
  path: "/statement",
  validateSearch: z.object({
    month: z
      .stringFormat("month", /^2\d{3}-(0[1-9]|1[0-2])$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyPage(() => import("./counter/statement/statement-page.tsx"), "StatementPage"),
});

const newOrder = createRoute({
  getParentRoute: () => counter,
  path: "/orders/new",
  component: lazyPage(() => import("./counter/new-order/new-order-page.tsx"), "NewOrderPage"),
});

const products = createRoute({
  getParentRoute: () => counter,
  path: "/products",
  validateSearch: z.object({ q: words, shown: z.literal("archived").optional().catch(undefined), product: number }),
  component: lazyPage(() => import("./counter/products/products-page.tsx"), "ProductsPage"),
});

const importProducts = createRoute({
  getParentRoute: () => counter,
  path: "/products/import",
  component: lazyPage(() => import("./counter/products/import/import-page.tsx"), "ImportPage"),
});

const discounts = createRoute({
  getParentRoute: () => counter,
  path: "/discounts",
  component: lazyPage(() => import("./counter/discounts/discounts-page.tsx"), "DiscountsPage"),
});

const dossier = createRoute({
  getParentRoute: () => counter,
  path: "/orders/$id/dossier",
  params: idParam,
  component: lazyPage(() => import("./counter/dossier/dossier-page.tsx"), "DossierPage"),
});

const audit = createRoute({
  getParentRoute: () => counter,
  path: "/audit",
  component: lazyPage(() => import("./counter/audit/audit-page.tsx"), "AuditPage"),
});

const race = createRoute({
  getParentRoute: () => counter,
  path: "/race",
  component: lazyPage(() => import("./counter/race/race-page.tsx"), "RacePage"),
});

const webhooks = createRoute({
  getParentRoute: () => counter,
  path: "/webhooks",
  component: lazyPage(() => import("./counter/webhooks/webhooks-page.tsx"), "WebhooksPage"),
});

const deliveries = createRoute({
  getParentRoute: () => counter,
  path: "/deliveries",
  validateSearch: z.object({
    endpoint: words,
    status: webhookDeliveryStatusSchema.optional().catch(undefined),
    order: number,
  }),
  component: lazyPage(() => import("./counter/webhooks/deliveries-page.tsx"), "DeliveriesPage"),
});

const outbox = createRoute({
  getParentRoute: () => counter,
  path: "/outbox",
  // The page reads the status: the list of them is not part of the first load.
  validateSearch: z.object({
    q: words,
    channel: channelSchema.optional().catch(undefined),
    status: words,
    order: number,
  }),
  component: lazyPage(() => import("./counter/outbox/outbox-page.tsx"), "OutboxPage"),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: z.object({
    channel: channelSchema.optional().catch(undefined),
    q: words,
    message: number,
    phone: words,
  }),
  component: lazyPage(() => import("./inbox/inbox-page.tsx"), "InboxPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    catalogue,
    product,
    basket,
    checkout,
    orders,
    order,
    guest,
    counter.addChildren([
      overview,
      allOrders,
      newOrder,
      dossier,
      customers,
      statement,
      products,
      importProducts,
      discounts,
      webhooks,
      deliveries,
      outbox,
      audit,
      race,
    ]),
    inbox,
  ]),
  basepath: tillPathOfPage || "/",
  defaultErrorComponent: ErrorPage,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
