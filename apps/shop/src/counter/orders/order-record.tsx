import { Anchor, Card, Table, Title } from "@mantine/core";
import type { Order } from "@till/contracts";
import type { ReactNode } from "react";

/** The reference, contact and metadata of an order, as far as the shop recorded them. */
export function OrderRecord({ order: { reference, contact, metadata } }: { order: Order }) {
  const facts: [label: string, value: ReactNode][] = [
    ["Shop reference", reference],
    [
      "Messages by email",
      contact?.email && (
        <Anchor size="sm" href={`mailto:${contact.email}`}>
          {contact.email}
        </Anchor>
      ),
    ],
    [
      "Messages by SMS",
      contact?.phone && (
        <Anchor size="sm" href={`tel:${contact.phone}`}>
          {contact.phone}
        </Anchor>
      ),
    ],
    ...Object.entries(metadata),
  ];
  const known = facts.filter(([, value]) => value !== null && value !== undefined);
  if (known.length === 0) return null;
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h5" mb="xs">
        Recorded with the order
      </Title>
      <Table variant="vertical" layout="fixed" className="long-words">
        <Table.Tbody>
          {known.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th w="40%">{label}</Table.Th>
              <Table.Td>
                <bdi>{value}</bdi>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
