import { Alert, Grid, Skeleton } from "@mantine/core";
import { type Order, paymentMethodTable } from "@till/contracts";
import { openPayment } from "@till/domain/transitions";
import { IconCreditCardOff, IconShoppingBag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate, getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { emptyBasket, useBasket } from "../basket/basket.ts";
import { useQuote } from "../basket/use-quote.ts";
import { formatMoney } from "../format.ts";
import { Failure, Offline } from "../layout/failure.tsx";
import { AnchorLink, ButtonLink } from "../layout/link.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { pageSettings } from "../page-settings.ts";
import { orderQuery } from "../orders/orders.ts";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";
import { WrongRole } from "../session/wrong-role.tsx";
import type { ShippingAddress } from "./delivery.ts";
import { type PaymentChoice, methodOf, sourceOf } from "./payment-choice.ts";
import { PaymentForm } from "./payment-form.tsx";
import { PurchaseSummary } from "./purchase-summary.tsx";
import { useCheckout } from "./use-checkout.ts";
import { waysToPay } from "./ways-to-pay.ts";

const route = getRouteApi("/checkout");

/**
 * Orders and pays for the basket. With `?order=` in the URL, it pays an existing order; with `replace`, also one whose
 * attempt to pay waits for the customer.
 */
export function CheckoutPage() {
  const { order, replace = false } = route.useSearch();
  const user = useUser();
  return (
    <Page title={order === undefined ? "Checkout" : `Pay order #${order}`}>
      {user === null ? (
        <SignInFirst
          role="customer"
          why={`${pageSettings.isSandbox ? "Choose who places the order" : "Sign in to order"}. Your basket is kept.`}
        />
      ) : user.role === "customer" ? (
        <Checkout key={user.id} orderId={order} isReplacing={replace} />
      ) : (
        <WrongRole needed="customer" />
      )}
    </Page>
  );
}

/** One component before and after the order is placed, so that the form keeps its input when a payment is declined. */
function Checkout({ orderId, isReplacing }: { orderId: number | undefined; isReplacing: boolean }) {
  const navigate = route.useNavigate();
  const quoted = useQuote();
  const basketId = useBasket(({ id }) => id);
  const isEmpty = useBasket(({ lines }) => lines.length === 0);
  const placed = useQuery({ ...orderQuery(orderId ?? 0), enabled: orderId !== undefined });
  const [fresh, setFresh] = useState<Order>();
  const checkout = useCheckout({
    onPlaced(order, isHere) {
      if (!isHere) return emptyBasket();
      setFresh(order);
      // Navigates first: with an empty basket and no order, the page would say that there is nothing to order.
      void navigate({ search: { order: order.id }, replace: true }).then(emptyBasket);
    },
    onDone({ order: { id }, bankUrl }) {
      // The order replaces the checkout in the history, so that going back from the bank leads to the order.
      const shown = navigate({ to: "/orders/$id", params: { id }, replace: true });
      if (bankUrl !== null) void shown.then(() => window.location.assign(bankUrl));
    },
  });
  const isPlaced = orderId !== undefined;
  const subject = isPlaced ? placed : quoted;

  const buy = (choice: PaymentChoice, shippingAddress: ShippingAddress | null) => {
    const paymentMethod = methodOf(choice);
    const source = paymentMethodTable[paymentMethod].usesGateway ? sourceOf(choice) : null;
    const recorded = shippingAddress && { shippingAddress };
    checkout.buy({ orderId, basketId, ...quoted.input, ...recorded, paymentMethod, source, isReplacing });
  };

  // A new order is shown before it is loaded, so that the form stays.
  const purchase = isPlaced ? (placed.data ?? (fresh?.id === orderId ? fresh : undefined)) : quoted.data;

  if (purchase === undefined) {
    if (subject.isError) return <Failure error={subject.error} retry={() => void subject.refetch()} />;
    if (subject.fetchStatus === "paused") return <Offline />;
    if (subject.isLoading || checkout.isPending) return <Loading />;
  }
  // Another tab may have ordered the basket in the meantime.
  const isOver = isEmpty && !isPlaced && !checkout.isPending && !checkout.isSuccess;
  if (purchase === undefined || isOver) return <NothingToOrder />;
  // The order was paid or cancelled, or an attempt is open. Its page says so, and what to do. After a decline, the order
  // may have been read while the gateway had the attempt, and is read again.
  const isSettled = !checkout.isPending && !checkout.isSuccess && !placed.isFetching;
  if (placed.data && !isPayable(placed.data, isReplacing) && isSettled)
    return <Navigate to="/orders/$id" params={{ id: placed.data.id }} replace />;
  if (isPlaced && placed.data && isPayable(placed.data, isReplacing) && waysToPay.every((way) => way === "cash"))
    return <NoCards />;
  const problems = isPlaced ? [] : (quoted.data?.problems ?? []);
  const { totalAmount, currency } = purchase;
  return (
    <>
      {isReplacing ? <GivenUp /> : null}
      <PaymentForm
        total={formatMoney(totalAmount, currency ?? "INR")}
        summary={<PurchaseSummary purchase={purchase} problems={problems} isEditable={!isPlaced} />}
        isPlaced={isPlaced}
        isBusy={checkout.isPending || checkout.isSuccess}
        canBuy={isPlaced || (problems.length === 0 && !quoted.isStale)}
        error={checkout.error}
        onBuy={buy}
      />
    </>
  );
}

const isPayable = (order: Order, isReplacing: boolean) =>
  order.actions.includes("pay") || (isReplacing && Boolean(openPayment(order)?.nextAction));

/** What becomes of the attempt that waits for the customer. */
const GivenUp = () => (
  <Alert color="blue" mb="lg" title="Pay with another card">
    The payment that waits for your bank is given up when you pay here. You are charged once.
  </Alert>
);

const NoCards = () => (
  <Message icon={IconCreditCardOff} title="This page takes no cards">
    The order was placed for online payment, which is not possible here. Ask the shop how to pay it.
  </Message>
);

function NothingToOrder() {
  return (
    <Message
      icon={IconShoppingBag}
      title="Your basket is empty"
      action={<ButtonLink to="/">Browse products</ButtonLink>}
    >
      Add a product, then come back here to order. If you have ordered in another tab, the order is under{" "}
      <AnchorLink to="/orders">Your orders</AnchorLink>.
    </Message>
  );
}

const Loading = () => (
  <Grid gap="xl" aria-busy="true" aria-label="The checkout is being loaded">
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Skeleton height={480} radius="md" />
    </Grid.Col>
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Skeleton height={240} radius="md" />
    </Grid.Col>
  </Grid>
);
