import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import type { Order, Payment, PaymentStatus, Refund, RefundStatus } from "@till/contracts";
import { sourceLabel } from "@till/domain/sources";
import { formatMoney, formatTime } from "../format.ts";
import { useUser } from "../session/session.ts";
import { whyFailed } from "./why-failed.ts";
import { FailedRefund } from "./failed-refund.tsx";

const states: Record<PaymentStatus, { label: string; color: string }> = {
  REQUIRES_ACTION: { label: "To confirm", color: "yellow" },
  PROCESSING: { label: "Processing", color: "blue" },
  SUCCEEDED: { label: "Paid", color: "green" },
  FAILED: { label: "Failed", color: "red" },
};

/** Every payment attempt and every refund, newest first. */
export function OrderAttempts({ order }: { order: Order }) {
  const { payments, refunds, currency } = order;
  if (payments.length === 0) return null;
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb="md">
        Payments
      </Title>
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
        {refunds.toReversed().map((refund) => (
          <RefundRow key={refund.id} refund={refund} amount={`−${formatMoney(refund.amount, currency)}`} />
        ))}
        {payments.toReversed().map((payment) => (
          <Attempt key={payment.id} payment={payment} amount={formatMoney(payment.amount, currency)} />
        ))}
      </Stack>
    </Card>
  );
}

const refundStates: Record<RefundStatus, { label: string; color: string }> = {
  PENDING: { label: "Refund pending", color: "blue" },
  SUCCEEDED: { label: "Refunded", color: "grape" },
  FAILED: { label: "Refund failed", color: "red" },
  DROPPED: { label: "Not refunded", color: "gray" },
};

/** A refund. Staff can go on with one that failed. */
function RefundRow({ refund, amount }: { refund: Refund; amount: string }) {
  const { label, color } = refundStates[refund.status];
  const { createdAt, reason, failureReason, status } = refund;
  const isStaff = useUser()?.role === "staff";
  const note = [reason, failureReason].filter((text) => text !== null).join(" · ");
  return (
    <Row title="Refund" amount={amount} time={createdAt} note={note === "" ? null : note}>
      <Badge variant="light" color={color} tt="none">
        {label}
      </Badge>
      {status === "FAILED" && isStaff ? <FailedRefund refund={refund} /> : null}
    </Row>
  );
}

function Attempt({ payment, amount }: { payment: Payment; amount: string }) {
  const isReplaced = payment.declineCode === "attempt_replaced";
  const { label, color } = isReplaced ? { label: "Replaced", color: "gray" } : states[payment.status];
  const { source, createdAt } = payment;
  return (
    <Row title={sourceLabel(source)} amount={amount} time={createdAt} note={whyFailed(payment)}>
      <Badge variant="light" color={color} tt="none">
        {label}
      </Badge>
    </Row>
  );
}

function Row(props: { title: string; amount: string; time: string; note: string | null; children: React.ReactNode }) {
  const { title, amount, time, note, children } = props;
  return (
    <Group component="li" justify="space-between" align="start" wrap="nowrap">
      <div className="long-words">
        <Group gap="xs">
          <Text fw={600}>{title}</Text>
          {children}
        </Group>
        <Text size="sm" c="dimmed">
          {formatTime(time)}
          {note === null ? "" : ` · ${note}`}
        </Text>
      </div>
      <Text fw={600} style={{ whiteSpace: "nowrap" }}>
        {amount}
      </Text>
    </Group>
  );
}
