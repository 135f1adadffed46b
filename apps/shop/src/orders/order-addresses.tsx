import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import type { Address, Order } from "@till/contracts";
import { addressLines } from "@till/domain/address-lines";

/** Where an order goes and whom it is invoiced to, as far as the shop recorded it. */
export function OrderAddresses({ order }: { order: Pick<Order, "shippingAddress" | "billingAddress"> }) {
  const { shippingAddress, billingAddress } = order;
  if (shippingAddress === null && billingAddress === null) return null;
  return (
    <Card withBorder padding="lg">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {shippingAddress === null ? null : <Lines title="Shipping address" address={shippingAddress} />}
        {billingAddress === null ? null : <Lines title="Billing address" address={billingAddress} />}
      </SimpleGrid>
    </Card>
  );
}

const Lines = ({ title, address }: { title: string; address: Address }) => (
  <div className="long-words">
    <Title order={2} size="h5" mb={4}>
      {title}
    </Title>
    <address style={{ fontStyle: "normal" }}>
      {addressLines(address).map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two lines can be the same, and lines never change
        <Text key={index} dir="auto" size="sm">
          {line}
        </Text>
      ))}
    </address>
  </div>
);
