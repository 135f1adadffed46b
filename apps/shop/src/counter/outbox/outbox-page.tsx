import { Badge, Card, Group, Pill, SegmentedControl, Text } from "@mantine/core";
import { type Channel, type Notification, type NotificationStatus, channelNames, channels } from "@till/contracts";
import { IconMail, IconMessage, IconSend } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { memo } from "react";
import { count, formatTime } from "../../format.ts";
import { AnchorLink } from "../../layout/link.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { listQuery } from "../../layout/list-query.ts";
import { LoadMore } from "../../layout/load-more.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import { useList } from "../../layout/use-list.ts";
import { till } from "../../till.ts";
import classes from "./outbox-page.module.css";

const route = getRouteApi("/counter/outbox");

/** The filters of the outbox, as they are in the URL. */
export interface OutboxSearch {
  q?: string | undefined;
  channel?: Channel | undefined;
  order?: number | undefined;
}

const pageSize = 30;

/** How often the outbox is refreshed, in milliseconds: messages are sent in the background. */
const pollMs = 5_000;

const outboxQuery = ({ q, channel, order }: OutboxSearch) =>
  listQuery({
    path: ["notifications", "list"],
    input: {
      limit: pageSize,
      ...(q !== undefined && { search: q }),
      ...(channel && { channel }),
      ...(order !== undefined && { orderId: order }),
    },
    read: (input, options) => till.notifications.list.query(input, options),
    pollMs,
  });

/** Every message to a customer: sent, pending or failed, with the error. */
export function OutboxPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (changes: OutboxSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false });
  return (
    <Page title="Outbox">
      <Group mb="md" gap="sm">
        <SearchField
          aria-label="Search sent messages"
          placeholder="Text or recipient"
          flex={1}
          miw={220}
          search={search.q}
          onSearch={(text) => narrow({ q: text })}
        />
        {search.order === undefined ? null : (
          <Pill
            size="lg"
            withRemoveButton
            removeButtonProps={{ "aria-label": "Show messages of all orders", "aria-hidden": false, tabIndex: 0 }}
            onRemove={() => narrow({ order: undefined })}
          >
            Order #{search.order}
          </Pill>
        )}
        <SegmentedControl
          aria-label="Channel"
          data={[{ value: "ALL", label: "All" }, ...channels.map((value) => ({ value, label: channelNames[value] }))]}
          value={search.channel ?? "ALL"}
          onChange={(value) => narrow({ channel: channels.find((channel) => channel === value) })}
        />
      </Group>
      <Messages search={search} />
    </Page>
  );
}

function Messages({ search }: { search: OutboxSearch }) {
  const list = useList(outboxQuery(search));
  const gap = listGap(list, <LoadingRows what="The messages" rows={8} height={68} />);
  if (gap !== null) return gap;
  if (list.items.length === 0)
    return (
      <Message icon={IconSend} title="No messages">
        When an order is paid, cancelled or refunded, or a payment is declined, its customer gets an email and a text
        message. Both appear here. Search looks at the text of sent messages.
      </Message>
    );
  return (
    <>
      <Card withBorder padding={0} component="ul" m={0} aria-busy={list.isPlaceholderData}>
        {list.items.map((message) => (
          <Row key={message.id} message={message} />
        ))}
      </Card>
      <LoadMore list={list} />
    </>
  );
}

const states: Record<NotificationStatus, { label: string; color: string }> = {
  SENT: { label: "Sent", color: "green" },
  PENDING: { label: "Pending", color: "yellow" },
  FAILED: { label: "Failed", color: "red" },
};

const Row = memo(({ message }: { message: Notification }) => {
  const { id, orderId, channel, recipient, subject, text, status, attempts, lastError, createdAt, sentAt } = message;
  const { provider, providerId } = message;
  const { label, color } = states[status];
  const Symbol = channel === "EMAIL" ? IconMail : IconMessage;
  return (
    <li className={classes.row}>
      <Symbol size={20} aria-label={channelNames[channel]} className={classes.channel} />
      <div className={classes.text}>
        <Text fw={600}>{subject ?? text ?? `Message of order #${orderId}`}</Text>
        <Text size="sm" c="dimmed">
          To {recipient}
        </Text>
        {provider === null ? null : (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            Taken by {provider}
            {providerId === null ? null : ` as ${providerId}`}
          </Text>
        )}
        {lastError === null ? null : (
          <Text size="sm" c="red">
            {lastError}
          </Text>
        )}
      </div>
      <div className={classes.links}>
        <AnchorLink to="/counter/orders" search={{ order: orderId }} size="sm">
          Order #{orderId}
        </AnchorLink>
        {status === "SENT" ? (
          <AnchorLink
            to="/inbox"
            search={channel === "EMAIL" ? { message: id } : { channel, phone: recipient }}
            size="sm"
          >
            Read
          </AnchorLink>
        ) : null}
      </div>
      <div className={classes.state}>
        <Badge variant="light" color={color} tt="none">
          {label}
        </Badge>
        <Text size="sm" c="dimmed" ta="right">
          {formatTime(sentAt ?? createdAt)}
          {attempts === 1 ? "" : ` · ${count(attempts, "attempt")}`}
        </Text>
      </div>
    </li>
  );
});
