import { type OrderLine, type Refusal, type RefusalCode, discountCodeSchema } from "@till/contracts";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { trpc } from "../till.ts";
import { useBasket } from "./basket.ts";

/** Time to change the basket on before it is priced again, in milliseconds. */
const pauseMs = 250;

/**
 * What the basket would come to, as one changes it. `isStale` while the newest change is not in it yet. `codeProblem` is
 * what is wrong with how the discount code is written; whether it is good, the quote says.
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
    /** What was priced, and can be ordered as it stands. */
    input,
    isStale: settled !== basket || query.isPlaceholderData,
    codeProblem: isCodeWrong ? "A code has only letters, digits, - and _." : null,
  };
}

/** The problem of a quote with this code, if it has one. */
export const findProblem = <Code extends RefusalCode>(
  problems: readonly Refusal[],
  code: Code,
): Refusal<Code> | undefined => problems.find((problem) => problem.code === code) as Refusal<Code> | undefined;

/** What is left of a product of which the basket wants more; undefined if there is enough. */
export const shortageOf = (problems: readonly Refusal[], { productId }: Pick<OrderLine, "productId">) =>
  findProblem(problems, "OUT_OF_STOCK")?.details.products.find((product) => product.productId === productId)?.left;
