import type { Discount, StockMovement } from "@till/contracts";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../../router.ts";
import { coffee, placedAt, placedOrder } from "./example-story.ts";

type Catalogue = "products" | "discounts";

const staffId = "usr_meera";

const movement: StockMovement = {
  id: 7,
  productId: coffee.id,
  at: placedAt,
  cause: "ADJUSTED",
  change: -2,
  stock: 118,
  orderId: null,
  actorId: staffId,
  reason: "Broken in the shop",
};

const sold: StockMovement = {
  ...movement,
  id: 6,
  cause: "ORDER_CREATED",
  stock: 120,
  orderId: placedOrder.id,
  actorId: null,
  reason: null,
};

const discount: Discount = {
  code: "FLAT250",
  kind: "FIXED",
  value: 25_000,
  currency: "INR",
  minSubtotalAmount: 150_000,
  maxDiscountAmount: null,
  startsAt: null,
  endsAt: "2026-04-01T00:00:00.000Z",
  maxUses: 500,
  maxUsesPerCustomer: 1,
  uses: 12,
  disabledAt: null,
};

const { sku, name, description, unitPrice, currency } = coffee;
const { code, kind, value, minSubtotalAmount } = discount;

/** An answer of each procedure of the catalogue. */
export const catalogueResponses: Pick<inferRouterOutputs<AppRouter>, Catalogue> = {
  products: {
    list: { items: [coffee], nextCursor: "after_1" },
    get: coffee,
    upsert: coffee,
    import: {
      items: [
        { sku, id: coffee.id, outcome: "CHANGED", changes: [{ field: "unitPrice", from: 52_900, to: unitPrice }] },
        { sku: "CUP-STO-330", id: 25, outcome: "CREATED", changes: [] },
      ],
    },
    archive: { ...coffee, archivedAt: placedAt },
    listArchived: { items: [{ ...coffee, archivedAt: placedAt }], nextCursor: null },
    adjustStock: { product: { ...coffee, stock: 118 }, movement },
    setStock: {
      product: coffee,
      movement: { ...movement, id: 8, cause: "SET", change: 2, stock: 120, reason: "Stocktake of March" },
    },
    movements: { items: [movement, sold], nextCursor: null },
  },
  discounts: {
    create: { ...discount, uses: 0 },
    list: { items: [discount], nextCursor: null },
    disable: { ...discount, disabledAt: placedAt },
  },
};

/** An input of each procedure of the catalogue. */
export const catalogueRequests: Pick<inferRouterInputs<AppRouter>, Catalogue> = {
  products: {
    list: { search: "coffee", limit: 1 },
    get: { id: coffee.id },
    upsert: { sku, name, description, unitPrice, currency },
    import: {
      items: [
        { sku, name, unitPrice, currency },
        { sku: "CUP-STO-330", name: "Stoneware Cup, 330 ml", unitPrice: 52_000, currency, stock: 40 },
      ],
      dryRun: false,
    },
    archive: { id: coffee.id },
    listArchived: { limit: 20 },
    adjustStock: { id: coffee.id, change: -2, reason: "Broken in the shop" },
    setStock: { id: coffee.id, stock: 120, reason: "Stocktake of March" },
    movements: { id: coffee.id, limit: 20 },
  },
  discounts: {
    create: { code, kind, value, currency, minSubtotalAmount, maxUsesPerCustomer: 1, endsAt: "2026-04-01T00:00:00Z" },
    list: { limit: 20 },
    disable: { code },
  },
};
