import {
  adjustStockInput,
  archiveProductInput,
  getProductInput,
  importProductsInput,
  importedProductsSchema,
  limits,
  listProductsInput,
  listStockMovementsInput,
  productPageSchema,
  productSchema,
  setStockInput,
  stockChangeSchema,
  stockMovementPageSchema,
  upsertProductInput,
} from "@till/contracts";
import {
  type CatalogueContext,
  adjustStock,
  archiveProduct,
  getProduct,
  importProducts,
  listArchivedProducts,
  listProducts,
  listStockMovements,
  setStock,
  upsertProduct,
} from "@till/db";
import type { Result } from "@till/domain";
import type { ActingWork } from "../commands/run.ts";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

const unknown = ["PRODUCT_NOT_FOUND", 404] as const;

/** The value of a result. The caller names the product itself, so an unknown one is a 404. */
const ofProduct = <Value>(result: Result<Value>): Value =>
  valueOf(result, !result.ok && result.refusal.code === unknown[0] ? unknown[1] : undefined);

/** Who of the staff writes to the catalogue, and under which id. */
const writing = (work: ActingWork): CatalogueContext => ({
  actorId: work.actor.id,
  now: work.now,
  commandId: work.newCommandId(),
});

export const productsRouter = router({
  list: procedure({
    policy: "public",
    route: "GET /v1/products",
    summary: "List products",
    description: "The catalogue, or what of it has all words of a search.",
  })
    .input(listProductsInput)
    .output(productPageSchema)
    .query(({ ctx, input }) => listProducts(ctx.db, input)),

  get: procedure({
    policy: "public",
    route: "GET /v1/products/{id}",
    summary: "Get a product",
    description: "An archived one too: old orders have it.",
    refusals: [unknown],
  })
    .input(getProductInput)
    .output(productSchema)
    .query(async ({ ctx, input }) => ofProduct(await getProduct(ctx.db, input.id))),

  upsert: procedure({
    policy: "staff",
    route: "PUT /v1/products/{id}",
    pathFields: { id: "sku" },
    summary: "Add or change a product",
    description:
      "Adds the product of this SKU, or changes it. What you leave out stays as it is. An archived product is in the catalogue again. A repeat changes nothing.",
  })
    .input(upsertProductInput)
    .output(productSchema)
    .mutation(({ ctx, input }) => upsertProduct(ctx.db, input, writing(ctx))),

  import: procedure({
    policy: "staff",
    route: "POST /v1/products",
    summary: "Add or change many products",
    description: `Does for up to ${limits.importedProducts} products what \`PUT\` does for one: for all of them, or, if one line is wrong, for none. With \`dryRun\` it only says what would change.`,
  })
    .input(importProductsInput)
    .output(importedProductsSchema)
    .mutation(({ ctx, input }) => importProducts(ctx.db, input, writing(ctx))),

  archive: procedure({
    policy: "staff",
    route: "DELETE /v1/products/{id}",
    summary: "Archive a product",
    description: "It is no longer listed and can't be ordered. Orders that have it keep it. `PUT` brings it back.",
    refusals: [unknown],
  })
    .input(archiveProductInput)
    .output(productSchema)
    .mutation(async ({ ctx, input }) => ofProduct(await archiveProduct(ctx.db, input.id, ctx.now))),

  listArchived: procedure({
    policy: "staff",
    route: "GET /v1/archived-products",
    summary: "List the archived products",
    description: "Or those of them that have all words of a search.",
  })
    .input(listProductsInput)
    .output(productPageSchema)
    .query(({ ctx, input }) => listArchivedProducts(ctx.db, input)),

  adjustStock: procedure({
    policy: "staff",
    route: "POST /v1/products/{id}/stock/adjustments",
    summary: "Adjust the stock of a product",
    description:
      "Adds pieces or takes them out, with a reason. The stock never falls below zero, however many orders and adjustments come at the same time.",
    refusals: [unknown, "STOCK_NOT_ADJUSTABLE"],
  })
    .input(adjustStockInput)
    .output(stockChangeSchema)
    .mutation(async ({ ctx, input }) => ofProduct(await adjustStock(ctx.db, input, writing(ctx)))),

  setStock: procedure({
    policy: "staff",
    route: "PUT /v1/products/{id}/stock",
    summary: "Set the stock of a product",
    description:
      "To a number, or to null: unlimited. Pieces that unpaid orders hold are not part of it, so count them out.",
    refusals: [unknown],
  })
    .input(setStockInput)
    .output(stockChangeSchema)
    .mutation(async ({ ctx, input }) => ofProduct(await setStock(ctx.db, input, writing(ctx)))),

  movements: procedure({
    policy: "staff",
    route: "GET /v1/products/{id}/movements",
    summary: "List the movements of a product's stock",
    description: "Newest first: each change with its cause, and the stock after it.",
    refusals: [unknown],
  })
    .input(listStockMovementsInput)
    .output(stockMovementPageSchema)
    .query(async ({ ctx, input }) => ofProduct(await listStockMovements(ctx.db, input))),
});
