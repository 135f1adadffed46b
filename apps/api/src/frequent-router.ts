import { authRouter } from "./routers/auth.ts";
import { ordersRouter } from "./routers/orders.ts";
import { productsRouter } from "./routers/products.ts";
import { router } from "./trpc.ts";

/** What the shop calls: a part of the router of all procedures, for tRPC to load first. */
export const frequentRouter = router({
  auth: authRouter,
  orders: ordersRouter,
  products: productsRouter,
});
