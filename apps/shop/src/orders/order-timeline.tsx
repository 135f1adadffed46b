import { Card, Text, Timeline, Title } from "@mantine/core";
import type { OrderEvent } from "@till/contracts";
import {
  type Icon,
  IconCheck,
  IconHourglass,
  IconMail,
  IconMessage,
  IconReceiptRefund,
  IconShieldQuestion,
  IconShoppingBag,
  IconX,
} from "@tabler/icons-react";
import { formatTime } from "../format.ts";

const signs: Record<OrderEvent["type"], { symbol: Icon; color: string }> = {
  "order.created": { symbol: IconShoppingBag, color: "blue.8" },
  "order.paid": { symbol: IconCheck, color: "green.9" },
  "order.cancelled": { symbol: IconX, color: "gray.7" },
  "order.refunded": { symbol: IconReceiptRefund, color: "grape.8" },
  "payment.failed": { symbol: IconX, color: "red.8" },
  "payment.action_required": { symbol: IconShieldQuestion, color: "orange.9" },
  "payment.returned": { symbol: IconReceiptRefund, color: "grape.8" },
  "payment.processing": { symbol: IconHourglass, color: "blue.8" },
  "refund.requested": { symbol: IconHourglass, color: "grape.8" },
  "refund.failed": { symbol: IconX, color: "red.8" },
  "refund.retried": { symbol: IconHourglass, color: "grape.8" },
  "refund.dropped": { symbol: IconX, color: "gray.7" },
  "message.sent": { symbol: IconMail, color: "gray.7" },
  "message.failed": { symbol: IconX, color: "red.8" },
};

const signOf = ({ type, message }: OrderEvent) =>
  message?.channel === "SMS" ? { ...signs[type], symbol: IconMessage } : signs[type];

/** The events of an order, newest first. */
export const OrderTimeline = ({ events }: { events: readonly OrderEvent[] }) => (
  <Card withBorder padding="lg">
    <Title order={2} size="h4" mb="md">
      Timeline
    </Title>
    <Events events={events.toReversed()} />
  </Card>
);

function Events({ events }: { events: readonly OrderEvent[] }) {
  return (
    <Timeline bulletSize={28} lineWidth={2} active={events.length}>
      {events.map((event, index) => {
        const { symbol: Symbol, color } = signOf(event);
        return (
          <Timeline.Item key={events.length - index} color={color} bullet={<Symbol size={16} aria-hidden />}>
            <Text className="long-words">{event.text}</Text>
            <Text size="sm" c="dimmed">
              {formatTime(event.at)}
            </Text>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
