import { apiKeysRouter } from "./routers/api-keys.ts";
import { auditRouter } from "./routers/audit.ts";
import { authRouter } from "./routers/auth.ts";
import { customersRouter } from "./routers/customers.ts";
import { discountsRouter } from "./routers/discounts.ts";
import { notificationsRouter } from "./routers/notifications.ts";
import { ordersRouter } from "./routers/orders.ts";
import { productsRouter } from "./routers/products.ts";
import { sandboxRouter } from "./routers/sandbox.ts";
import { webhooksRouter } from "./routers/webhooks.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  auth: authRouter,
  customers: customersRouter,
  discounts: discountsRouter,
  notifications: notificationsRouter,
  orders: ordersRouter,
  products: productsRouter,
  sandbox: sandboxRouter,
  webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;
