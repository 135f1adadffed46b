import { isRefusal } from "@till/client";
import type { Order, OrderLine, PaymentMethod, PaymentSourceInput } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { renewBasket } from "../basket/basket.ts";
import { noteOrder } from "../orders/orders.ts";
import { till } from "../till.ts";
import { createIntentKeys } from "./intent-key.ts";
import { tellFailed, tellOutcome } from "./tell-outcome.tsx";

/** What is to be ordered, unless it was ordered before, and what to pay it with; no source is cash on delivery. */
export interface Purchase {
  orderId: number | undefined;
  basketId: string;
  items: OrderLine[];
  discountCode?: string;
  paymentMethod: PaymentMethod;
  source: PaymentSourceInput | null;
}

/** What comes of a purchase: the order as it is now, and the page of the bank where the customer has to confirm it. */
export interface Outcome {
  order: Order;
  bankUrl: string | null;
}

interface CheckoutHandlers {
  /** Told of the order as soon as it is placed, and whether the person still looks at the checkout. */
  onPlaced: (order: Order, isHere: boolean) => void;
  /** Shows what came of it. Whoever has left the checkout gets a notice instead, wherever they are. */
  onDone: (outcome: Outcome) => void;
}

/**
 * Places an order and pays it. What fails after the order was placed is tried again on that order. A basket is ordered
 * once: by a double click, after a lost answer, after a reload and from a second tab.
 */
export function useCheckout({ onPlaced, onDone }: CheckoutHandlers) {
  const [payKeys] = useState(createIntentKeys);
  const isBusy = useRef(false);
  const isHere = useIsHere();

  const pay = async (id: number, source: PaymentSourceInput): Promise<Outcome> => {
    const input = { id, source };
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
    async mutationFn({ orderId, source, ...wish }: Purchase): Promise<Outcome> {
      if (orderId !== undefined && source !== null) return pay(orderId, source);
      const order = await place(wish);
      onPlaced(order, isHere.current);
      // Another tab may have paid it, or be about to.
      const isToPay = source !== null && order.actions.includes("pay");
      return isToPay ? pay(order.id, source) : { order, bankUrl: null };
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
    /** Buys, unless that is being done already. */
    buy(wish: Purchase) {
      if (isBusy.current) return;
      isBusy.current = true;
      purchase.mutate(wish);
    },
  };
}

/** Places the order of a basket, or finds it if it was placed before and nobody here knows: the answer may have been lost. */
async function place({ basketId, ...wish }: Omit<Purchase, "orderId" | "source">): Promise<Order> {
  try {
    const order = await till.orders.create.mutate({ ...wish, idempotencyKey: basketId });
    void noteOrder(order);
    return order;
  } catch (error) {
    // It was ordered otherwise than it is now. The person is told, and may order again what is in it now.
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
