import { isRefusal } from "@till/client";
import type { OrderLine, PaymentMethod, PaymentSourceInput } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { noteOrder } from "../orders/orders.ts";
import { queryClient, till, trpc } from "../till.ts";
import { createIntentKeys } from "./intent-key.ts";

/** What is to be ordered, unless it was ordered before, and what to pay it with; no source is cash on delivery. */
export interface Purchase {
  orderId: number | undefined;
  items: OrderLine[];
  discountCode?: string;
  paymentMethod: PaymentMethod;
  source: PaymentSourceInput | null;
}

/** What comes of a purchase: an order to look at, or a page of the bank to open first. */
export type Outcome = { orderId: number; bankUrl: string | null };

/**
 * Places an order, tells of it with `onPlaced`, and pays it. What fails after the order was placed is tried again on
 * that order; a double click, and an answer that was lost, order and pay once.
 */
export function useCheckout({ onPlaced }: { onPlaced: (orderId: number) => void }) {
  const [keys] = useState(() => ({ create: createIntentKeys(), pay: createIntentKeys() }));
  const isBusy = useRef(false);

  const place = async ({ items, discountCode, paymentMethod }: Purchase): Promise<number> => {
    const input = { items, paymentMethod, ...(discountCode !== undefined && { discountCode }) };
    const order = await till.orders.create.mutate({ ...input, idempotencyKey: keys.create.keyFor(input) });
    keys.create.answered();
    noteOrder(order);
    onPlaced(order.id);
    return order.id;
  };

  const purchase = useMutation({
    mutationFn: async (wish: Purchase): Promise<Outcome> => {
      const id = wish.orderId ?? (await place(wish));
      if (wish.source === null) return { orderId: id, bankUrl: null };
      const input = { id, source: wish.source };
      try {
        const paid = await till.orders.pay.mutate({ ...input, idempotencyKey: keys.pay.keyFor(input) });
        keys.pay.answered();
        noteOrder(paid.order);
        return { orderId: id, bankUrl: paid.payment.nextAction?.url ?? null };
      } catch (error) {
        if (isRefusal(error)) keys.pay.answered();
        void queryClient.invalidateQueries(trpc.orders.get.queryFilter({ id }));
        throw error;
      }
    },
    onSettled: () => {
      isBusy.current = false;
    },
  });

  return {
    ...purchase,
    /** Buys, unless that is being done already. */
    buy(wish: Purchase, then: (outcome: Outcome) => void) {
      if (isBusy.current) return;
      isBusy.current = true;
      purchase.mutate(wish, { onSuccess: then });
    },
  };
}
