import { Accordion, Badge, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { WebhookAttempt, WebhookDelivery, WebhookDeliveryStatus } from "@till/contracts";
import { IconCopy, IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { count, formatTime } from "../../format.ts";
import { explainFailure } from "../../layout/failure.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { trpc } from "../../till.ts";
import classes from "./delivery-item.module.css";
import { refreshWebhooks } from "./webhooks.ts";

/** Each status of a delivery, for people. */
export const deliveryStates: Record<WebhookDeliveryStatus, { label: string; color: string }> = {
  PENDING: { label: "Pending", color: "yellow" },
  SUCCEEDED: { label: "Delivered", color: "green" },
  FAILED: { label: "Failed", color: "red" },
};

/** One delivery with its status. When opened, it shows each attempt and the body that was sent. */
export function DeliveryItem({ delivery, url }: { delivery: WebhookDelivery; url: string }) {
  const { id, eventType, orderId, status, attempts, createdAt } = delivery;
  const { label, color } = deliveryStates[status];
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <div className={classes.row}>
          <div className={classes.event}>
            <Text fw={600}>{eventType}</Text>
            <Text size="sm" c="dimmed" className="long-words">
              Order #{orderId} to {url}
            </Text>
          </div>
          <Text size="sm" c="dimmed" className={classes.time}>
            {formatTime(createdAt)} · {count(attempts.length, "attempt")}
          </Text>
          <Badge variant="light" color={color} tt="none" className={classes.state}>
            {label}
          </Badge>
        </div>
      </Accordion.Control>
      <Accordion.Panel>
        <Delivery delivery={delivery} />
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Delivery({ delivery }: { delivery: WebhookDelivery }) {
  const { id, orderId, attempts, payload, nextAttemptAt } = delivery;
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="md">
          <AnchorLink to="/counter/orders" search={{ order: orderId }}>
            Order #{orderId}
          </AnchorLink>
          <Code>{id}</Code>
        </Group>
        <SendAgain id={id} />
      </Group>
      {nextAttemptAt === null ? null : <Text size="sm">Next attempt: {formatTime(nextAttemptAt)}</Text>}
      <Stack component="ol" gap="sm" m={0} p={0}>
        {attempts.map((attempt, index) => (
          // Where the clock stands still, attempts have the same time.
          <Attempt key={`${attempt.at} ${index}`} attempt={attempt} />
        ))}
      </Stack>
      {payload === null ? <Text c="dimmed">Not sent yet.</Text> : <Payload payload={payload} />}
    </Stack>
  );
}

function Attempt({ attempt }: { attempt: WebhookAttempt }) {
  const { at, durationMs, responseStatus, responseBody, error, scripted } = attempt;
  const isReceived = responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  return (
    <li className={classes.attempt}>
      <Group gap="sm">
        <Badge variant="light" color={isReceived ? "green" : "red"} tt="none">
          {responseStatus ?? "No answer"}
        </Badge>
        <Text size="sm" c="dimmed">
          {formatTime(at)} · {durationMs} ms{scripted === null ? "" : ` · on purpose: ${scripted}`}
        </Text>
      </Group>
      {error === null ? null : (
        <Text size="sm" mt={4}>
          {error}
        </Text>
      )}
      {responseBody === null || responseBody === "" ? null : (
        <Code block mt={4} className={classes.body}>
          {responseBody}
        </Code>
      )}
    </li>
  );
}

function Payload({ payload }: { payload: string }) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text fw={600}>Payload</Text>
        <CopyButton value={payload}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="subtle" onClick={copy} leftSection={<IconCopy size={16} aria-hidden />}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block className={classes.payload} tabIndex={0} role="region" aria-label="Payload">
        {JSON.stringify(JSON.parse(payload), null, 2)}
      </Code>
    </div>
  );
}

/** Sends a delivery again, even a received one, for a server that lost it. */
function SendAgain({ id }: { id: string }) {
  const replay = useMutation(
    trpc.webhooks.deliveries.replay.mutationOptions({
      onSuccess() {
        refreshWebhooks();
        notifications.show({
          color: "green",
          title: "Resending",
          message: "The webhook has the same id and the same payload.",
        });
      },
      onError: (error) => notifications.show({ color: "red", title: "Not resent", message: explainFailure(error) }),
    }),
  );
  return (
    <Button
      variant="light"
      size="sm"
      loading={replay.isPending}
      leftSection={<IconRefresh size={16} aria-hidden />}
      onClick={() => replay.mutate({ id })}
    >
      Resend
    </Button>
  );
}
