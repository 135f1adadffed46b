import { getProductInput, listProductsInput, productPageSchema, productSchema } from "@till/contracts";
import { getProduct, listProducts } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

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

  /** The caller asks for the product itself, so an unknown one is a 404. */
  get: procedure({
    policy: "public",
    route: "GET /v1/products/{id}",
    summary: "Get a product",
    refusals: [["PRODUCT_NOT_FOUND", 404]],
  })
    .input(getProductInput)
    .output(productSchema)
    .query(async ({ ctx, input }) => valueOf(await getProduct(ctx.db, input.id), 404)),
});
