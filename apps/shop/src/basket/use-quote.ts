import { type OrderLine, type Refusal, type RefusalCode, discountCodeSchema } from "@till/contracts";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { trpc } from "../till.ts";
import { useBasket } from "./basket.ts";

/** How long to wait for further changes before the basket is priced again, in milliseconds. */
const pauseMs = 250;

/**
 * The quote for the basket, updated while it changes. `isStale` is true until it includes the newest change.
 * `codeProblem` says that the discount code has a wrong format; the quote says whether the code is valid.
 */
export function useQuote() {
  const basket = useBasket();
  const [settled] = useDebouncedValue(basket, pauseMs);
  const code = discountCodeSchema.safeParse(settled.discountCode);
  const isCodeWrong = settled.discountCode.trim() !== "" && !code.success;
  const input = { items: [...settled.lines], ...(code.success && { discountCode: code.data }) };
  const isEmpty = settled.lines.length === 0;
  const query = useQuery({
    ...trpc.orders.quote.queryOptions(isEmpty ? skipToken : input),
    placeholderData: keepPreviousData,
  });
  return {
    ...query,
    /** The priced input, which can be ordered as it is. */
    input,
    isStale: settled !== basket || query.isPlaceholderData,
    codeProblem: isCodeWrong ? "A code has only letters, digits, - and _." : null,
  };
}

/** The quote's problem with this code, if any. */
export const findProblem = <Code extends RefusalCode>(
  problems: readonly Refusal[],
  code: Code,
): Refusal<Code> | undefined => problems.find((problem) => problem.code === code) as Refusal<Code> | undefined;

/** The stock of a product if the basket wants more than that; undefined if there is enough. */
export const shortageOf = (problems: readonly Refusal[], { productId }: Pick<OrderLine, "productId">) =>
  findProblem(problems, "OUT_OF_STOCK")?.details.products.find((product) => product.productId === productId)?.left;
