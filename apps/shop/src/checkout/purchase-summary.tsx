import { Alert, Card, List, Title } from "@mantine/core";
import type { Order, Quote, Refusal } from "@till/contracts";
import { AnchorLink } from "../layout/link.tsx";
import { MoneyRows } from "../layout/money-rows.tsx";
import { OrderItems } from "../orders/order-items.tsx";

/** The items of the purchase, and the total. */
export function PurchaseSummary(props: { purchase: Order | Quote; problems: readonly Refusal[]; isEditable: boolean }) {
  const { purchase, problems, isEditable } = props;
  const currency = purchase.currency ?? "INR";
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb="md">
        Order summary
      </Title>
      <OrderItems order={{ items: purchase.items, currency }} />
      <MoneyRows sums={{ ...purchase, currency }} />
      {problems.length === 0 ? null : (
        <Alert color="orange" mt="md" title="Before you can order">
          <List size="sm">
            {problems.map(({ code, message }) => (
              <List.Item key={code}>
                {message}{" "}
                {code === "RESERVATION_LIMIT_REACHED" ? <AnchorLink to="/orders">Your orders</AnchorLink> : null}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {isEditable ? (
        <AnchorLink to="/basket" mt="md" fw={600} display="inline-block">
          Edit basket
        </AnchorLink>
      ) : null}
    </Card>
  );
}
