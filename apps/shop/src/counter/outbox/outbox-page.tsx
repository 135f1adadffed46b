import { Badge, Group, Text } from "@mantine/core";
import {
  type Channel,
  type Notification,
  type NotificationStatus,
  channelNames,
  channels,
  notificationStatuses,
} from "@till/contracts";
import { IconMail, IconMessage, IconSend } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { memo } from "react";
import { count, formatTime } from "../../format.ts";
import { AnchorLink } from "../../layout/link.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { listQuery } from "../../layout/list-query.ts";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { NarrowedList } from "../../layout/narrowed-list.tsx";
import { NoMatch } from "../../layout/no-match.tsx";
import { OneOrAll } from "../../layout/one-or-all.tsx";
import { OrderPill } from "../../layout/order-pill.tsx";
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
  /** One of the `notificationStatuses`. Other words narrow nothing. */
  status?: string | undefined;
  order?: number | undefined;
}

const pageSize = 30;

/** How often the outbox is refreshed, in milliseconds: messages are sent in the background. */
const pollMs = 5_000;

type Asked = Omit<OutboxSearch, "status"> & { status: NotificationStatus | undefined };

const statusOf = (word: string | undefined) => notificationStatuses.find((status) => status === word);

const outboxQuery = ({ q, channel, status, order }: Asked) =>
  listQuery({
    path: ["notifications", "list"],
    input: {
      limit: pageSize,
      ...(q !== undefined && { search: q }),
      ...(channel && { channel }),
      ...(status !== undefined && { status }),
      ...(order !== undefined && { orderId: order }),
    },
    read: (input, options) => till.notifications.list.query(input, options),
    pollMs,
  });

/** Every message to a customer: sent, pending or failed, with the error. */
export function OutboxPage() {
  const { status, ...rest } = route.useSearch();
  const search = { ...rest, status: statusOf(status) };
  const navigate = route.useNavigate();
  const narrow = (changes: OutboxSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false });
  return (
    <Page title="Outbox">
      <Filters search={search} narrow={narrow} />
      <Messages search={search} showAll={() => void navigate({ search: {}, replace: true })} />
    </Page>
  );
}

const states: Record<NotificationStatus, { label: string; color: string }> = {
  SENT: { label: "Sent", color: "green" },
  PENDING: { label: "Pending", color: "yellow" },
  FAILED: { label: "Failed", color: "red" },
};

function Filters({ search, narrow }: { search: Asked; narrow: (changes: OutboxSearch) => void }) {
  return (
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
        <OrderPill order={search.order} what="messages" showAll={() => narrow({ order: undefined })} />
      )}
      <OneOrAll
        label="Status"
        values={notificationStatuses}
        nameOf={(status) => states[status].label}
        chosen={search.status}
        choose={(status) => narrow({ status })}
      />
      <OneOrAll
        label="Channel"
        values={channels}
        nameOf={(channel) => channelNames[channel]}
        all="All channels"
        chosen={search.channel}
        choose={(channel) => narrow({ channel })}
      />
    </Group>
  );
}

const isNarrowed = ({ q, channel, status, order }: Asked) =>
  [q, channel, status, order].some((filter) => filter !== undefined);

function Messages({ search, showAll }: { search: Asked; showAll: () => void }) {
  const list = useList(outboxQuery(search));
  const gap = listGap(list, <LoadingRows what="The messages" rows={8} height={68} />);
  if (gap !== null) return gap;
  return (
    <NarrowedList
      list={list}
      word="message"
      isNarrowed={isNarrowed(search)}
      none={<NoMessages search={search} showAll={showAll} />}
      row={(message) => <Row key={message.id} message={message} />}
    />
  );
}

/** Why no message is like that, or how to find one. */
const tellNone = ({ q, status }: Asked) =>
  q !== undefined
    ? "Search looks at the text and the recipient of messages that were sent."
    : status === "FAILED"
      ? "Till has given up none: each message was sent, or is still being tried."
      : "Choose another status or channel.";

const NoMessages = ({ search, showAll }: { search: Asked; showAll: () => void }) =>
  isNarrowed(search) ? (
    <NoMatch icon={IconSend} what="messages" showAll={showAll}>
      {tellNone(search)}
    </NoMatch>
  ) : (
    <Message icon={IconSend} title="No messages yet">
      When an order is paid, cancelled or refunded, or a payment is declined, its customer gets an email and a text
      message. Both appear here.
    </Message>
  );

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
