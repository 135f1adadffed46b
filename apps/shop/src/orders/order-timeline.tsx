import { Card, Skeleton, Stack, Text, Timeline, Title } from "@mantine/core";
import type { Order, OrderEvent } from "@till/contracts";
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
import { useQuery } from "@tanstack/react-query";
import { formatTime } from "../format.ts";
import { Failure } from "../layout/failure.tsx";
import { timelineQuery } from "./orders.ts";

const signs: Record<OrderEvent["type"], { symbol: Icon; color: string }> = {
  "order.created": { symbol: IconShoppingBag, color: "blue.8" },
  "order.paid": { symbol: IconCheck, color: "green.9" },
  "order.cancelled": { symbol: IconX, color: "gray.7" },
  "order.refunded": { symbol: IconReceiptRefund, color: "grape.8" },
  "payment.failed": { symbol: IconX, color: "red.8" },
  "payment.action_required": { symbol: IconShieldQuestion, color: "orange.9" },
  "payment.processing": { symbol: IconHourglass, color: "blue.8" },
  "message.sent": { symbol: IconMail, color: "gray.7" },
  "message.failed": { symbol: IconX, color: "red.8" },
};

const signOf = ({ type, message }: OrderEvent) =>
  message?.channel === "SMS" ? { ...signs[type], symbol: IconMessage } : signs[type];

/** The story of an order, the newest first. */
export function OrderTimeline({ order }: { order: Order }) {
  const { data: events, error, refetch } = useQuery(timelineQuery(order.id, order));
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb="md">
        What happened
      </Title>
      {events ? (
        <Events events={events.toReversed()} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Stack aria-busy="true">
          <Skeleton height={44} />
          <Skeleton height={44} />
          <Skeleton height={44} />
        </Stack>
      )}
    </Card>
  );
}

function Events({ events }: { events: readonly OrderEvent[] }) {
  return (
    <Timeline bulletSize={28} lineWidth={2} active={events.length}>
      {events.map((event, index) => {
        const { symbol: Symbol, color } = signOf(event);
        return (
          <Timeline.Item key={events.length - index} color={color} bullet={<Symbol size={16} aria-hidden />}>
            <Text>{event.text}</Text>
            <Text size="sm" c="dimmed">
              {formatTime(event.at)}
            </Text>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
