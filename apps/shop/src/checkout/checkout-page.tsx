import { Grid, Skeleton } from "@mantine/core";
import type { Order } from "@till/contracts";
import { IconReceipt, IconShoppingBag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { emptyBasket } from "../basket/basket.ts";
import { useQuote } from "../basket/use-quote.ts";
import { formatMoney } from "../format.ts";
import { Failure } from "../layout/failure.tsx";
import { ButtonLink } from "../layout/link.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { orderQuery } from "../orders/orders.ts";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";
import { WrongRole } from "../session/wrong-role.tsx";
import { type PaymentChoice, methodOf, sourceOf } from "./payment-choice.ts";
import { PaymentForm } from "./payment-form.tsx";
import { PurchaseSummary } from "./purchase-summary.tsx";
import { type Outcome, useCheckout } from "./use-checkout.ts";

const route = getRouteApi("/checkout");

/** Orders the basket and pays for it; with `?order=` in the address, pays an order that was placed before. */
export function CheckoutPage() {
  const { order } = route.useSearch();
  const user = useUser();
  return (
    <Page title={order === undefined ? "Checkout" : `Pay order #${order}`}>
      {user === null ? (
        <SignInFirst role="customer" why="Choose who is ordering. Your basket is kept." />
      ) : user.role === "customer" ? (
        <Checkout key={user.id} orderId={order} />
      ) : (
        <WrongRole needed="customer" />
      )}
    </Page>
  );
}

/** One component for before and after the order is placed, so that what was typed stays when a payment is declined. */
function Checkout({ orderId }: { orderId: number | undefined }) {
  const navigate = route.useNavigate();
  const quoted = useQuote();
  const placed = useQuery({ ...orderQuery(orderId ?? 0), enabled: orderId !== undefined });
  const checkout = useCheckout({
    onPlaced(id) {
      // The order first: without it, an empty basket is nothing to order.
      void navigate({ search: { order: id }, replace: true }).then(emptyBasket);
    },
  });
  const isPlaced = orderId !== undefined;
  const subject = isPlaced ? placed : quoted;

  const show = ({ orderId: id, bankUrl }: Outcome) => {
    if (bankUrl !== null) return window.location.assign(bankUrl);
    void navigate({ to: "/orders/$id", params: { id }, replace: true });
  };
  const buy = (choice: PaymentChoice) => {
    const paymentMethod = methodOf(choice);
    const source = paymentMethod === "COD" ? null : sourceOf(choice);
    checkout.buy({ orderId, ...quoted.input, paymentMethod, source }, show);
  };

  if (subject.data === undefined) {
    if (subject.isError) return <Failure error={subject.error} retry={() => void subject.refetch()} />;
    if (subject.isLoading || checkout.isPending) return <Loading />;
    return <NothingToOrder />;
  }
  if (placed.data && !isPayable(placed.data) && !checkout.isPending) return <NothingToPay order={placed.data} />;
  const problems = isPlaced ? [] : (quoted.data?.problems ?? []);
  const { totalAmount, currency } = subject.data;
  return (
    <PaymentForm
      total={formatMoney(totalAmount, currency ?? "INR")}
      summary={<PurchaseSummary purchase={subject.data} problems={problems} isEditable={!isPlaced} />}
      isPlaced={isPlaced}
      isBusy={checkout.isPending || checkout.isSuccess}
      canBuy={isPlaced || (problems.length === 0 && !quoted.isStale)}
      error={checkout.error}
      onBuy={buy}
    />
  );
}

const isPayable = ({ actions }: Order) => actions.includes("pay");

function NothingToOrder() {
  return (
    <Message icon={IconShoppingBag} title="Your basket is empty" action={<ButtonLink to="/">To the shop</ButtonLink>}>
      Put something into it, and come back here to order.
    </Message>
  );
}

/** It was paid or cancelled meanwhile, or an attempt to pay it is under way. */
function NothingToPay({ order: { id } }: { order: Order }) {
  return (
    <Message
      icon={IconReceipt}
      title={`Order #${id} can't be paid now`}
      action={
        <ButtonLink to="/orders/$id" params={{ id }}>
          See the order
        </ButtonLink>
      }
    >
      Its page says what has become of it.
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
