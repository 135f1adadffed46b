import {
  createDiscountInput,
  disableDiscountInput,
  discountPageSchema,
  discountSchema,
  listDiscountsInput,
} from "@till/contracts";
import { createDiscount, disableDiscount, listDiscounts } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const discountsRouter = router({
  create: procedure({
    policy: "staff",
    route: "POST /v1/discounts",
    summary: "Add a discount code",
    description: "The same code with the same terms again changes nothing.",
    refusals: ["DISCOUNT_CODE_TAKEN"],
    created: "/v1/discounts/{code}",
  })
    .input(createDiscountInput)
    .output(discountSchema)
    .mutation(async ({ ctx, input }) => valueOf(await createDiscount(ctx.db, input))),

  list: procedure({
    policy: "staff",
    route: "GET /v1/discounts",
    summary: "List the discount codes",
    description: "Newest first, those that are disabled or used up too.",
  })
    .input(listDiscountsInput)
    .output(discountPageSchema)
    .query(({ ctx, input }) => listDiscounts(ctx.db, input)),

  disable: procedure({
    policy: "staff",
    route: "DELETE /v1/discounts/{code}",
    summary: "Disable a discount code",
    description: "From then on it gives nothing. It stays in the list, and orders that used it keep their discount.",
    refusals: ["DISCOUNT_NOT_FOUND"],
  })
    .input(disableDiscountInput)
    .output(discountSchema)
    .mutation(async ({ ctx, input }) => valueOf(await disableDiscount(ctx.db, input.code, ctx.now))),
});
