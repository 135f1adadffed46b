import { isRefusal } from "@till/client";
import type { Order, OrderLine, PaymentMethod, PaymentSourceInput } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { renewBasket } from "../basket/basket.ts";
import { noteOrder } from "../orders/orders.ts";
import { till } from "../till.ts";
import type { ShippingAddress } from "./delivery.ts";
import { createIntentKeys } from "./intent-key.ts";
import { type Outcome, tellFailed, tellOutcome } from "./tell-outcome.tsx";

/** The basket or the existing order, and the payment source. No source means cash on delivery. */
export interface Purchase {
  orderId: number | undefined;
  basketId: string;
  items: OrderLine[];
  discountCode?: string;
  shippingAddress?: ShippingAddress;
  paymentMethod: PaymentMethod;
  source: PaymentSourceInput | null;
  /** Whether the attempt of the order that waits for the customer is given up for this one. */
  isReplacing: boolean;
}

interface CheckoutHandlers {
  /** Called as soon as the order is placed. `isHere` says whether the checkout is still open. */
  onPlaced: (order: Order, isHere: boolean) => void;
  /** Shows the outcome. A person who left the checkout gets a notice instead, on any page. */
  onDone: (outcome: Outcome) => void;
}

/**
 * Places an order and pays it. After a failed payment, the next try pays the same order. A basket is ordered once: with
 * a double click, after a lost answer, after a reload and from a second tab.
 */
export function useCheckout({ onPlaced, onDone }: CheckoutHandlers) {
  const [payKeys] = useState(createIntentKeys);
  const isBusy = useRef(false);
  const isHere = useIsHere();

  const pay = async (id: number, source: PaymentSourceInput, isReplacing: boolean): Promise<Outcome> => {
    const input = { id, source, ...(isReplacing && { replace: true }) };
    try {
      const { order, payment } = await till.orders.pay.mutate({ ...input, idempotencyKey: payKeys.keyFor(input) });
      payKeys.answered();
      return { order, bankUrl: payment.nextAction?.url ?? null };
    } catch (error) {
      if (isRefusal(error)) payKeys.answered();
      throw error;
    } finally {
      void noteOrder({ id });
    }
  };

  const purchase = useMutation({
    async mutationFn({ orderId, source, isReplacing, ...wish }: Purchase): Promise<Outcome> {
      if (orderId !== undefined && source !== null) return pay(orderId, source, isReplacing);
      const order = await place(wish);
      onPlaced(order, isHere.current);
      // Another tab may have paid it, or may be paying it.
      const isToPay = source !== null && order.actions.includes("pay");
      return isToPay ? pay(order.id, source, false) : { order, bankUrl: null };
    },
    onSuccess: (outcome) => (isHere.current ? onDone(outcome) : tellOutcome(outcome)),
    onError: (error) => {
      if (!isHere.current) tellFailed(error);
    },
    onSettled: () => {
      isBusy.current = false;
    },
  });

  return {
    ...purchase,
    /** Starts the purchase, unless one is in progress. */
    buy(wish: Purchase) {
      if (isBusy.current) return;
      isBusy.current = true;
      purchase.mutate(wish);
    },
  };
}

/** Places the order of a basket, or finds the order if it exists already: its answer may have been lost. */
async function place({ basketId, ...wish }: Omit<Purchase, "orderId" | "source" | "isReplacing">): Promise<Order> {
  try {
    const order = await till.orders.create.mutate({ ...wish, idempotencyKey: basketId });
    void noteOrder(order);
    return order;
  } catch (error) {
    // The basket was ordered with other contents. The person is told, and can order the current contents.
    if (isRefusal(error, "IDEMPOTENCY_KEY_REUSED")) renewBasket();
    throw error;
  }
}

/** Whether the component is still on the page. */
function useIsHere() {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}
