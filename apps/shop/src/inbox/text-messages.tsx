import { Card, Stack, Text, Title } from "@mantine/core";
import type { Notification } from "@till/contracts";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect } from "react";
import { formatTime } from "../format.ts";
import { AnchorLink } from "../layout/link.tsx";
import { LoadMoreItem, type Paged } from "../layout/load-more.tsx";
import { OrderLink } from "../orders/order-link.tsx";
import classes from "./inbox-page.module.css";
import { MessageRow } from "./message-row.tsx";
import { useReadMessages } from "./read-messages.ts";

interface TextMessagesProps {
  messages: readonly Notification[];
  list: Paged;
  /** The number of the open messages. */
  phone: string | undefined;
}

/** Text messages like on a phone: a thread for each number. A person with only one number sees it at once. */
export function TextMessages({ messages, list, phone }: TextMessagesProps) {
  const threads = [...Map.groupBy(messages, ({ recipient }) => recipient)];
  const only = threads.length === 1 ? threads[0]?.[0] : undefined;
  const open = phone ?? only;
  const thread = threads.find(([recipient]) => recipient === open)?.[1];
  if (only !== undefined && open === only && thread)
    return (
      <Card withBorder maw={560} mx="auto">
        <Thread phone={only} messages={thread} list={list} />
      </Card>
    );
  return (
    <div className={classes.panes} data-reading={thread !== undefined || undefined}>
      <Card withBorder padding={0}>
        <ul className={classes.list} aria-label="Phone numbers">
          {threads.map(([recipient, [newest]]) =>
            newest ? (
              <ThreadRow key={recipient} newest={newest} isOpen={recipient === open} messages={messages} />
            ) : null,
          )}
          <LoadMoreItem list={list} />
        </ul>
      </Card>
      <Card withBorder mih={360}>
        {open !== undefined && thread ? (
          <>
            <AnchorLink
              to="/inbox"
              search={({ phone: _open, ...rest }) => rest}
              className={classes.back}
              mb="sm"
              fw={600}
            >
              <IconArrowLeft size={16} aria-hidden /> All numbers
            </AnchorLink>
            <Thread phone={open} messages={thread} list={list} />
          </>
        ) : (
          <Text c="dimmed" ta="center" pt={120}>
            Choose a number to read its messages.
          </Text>
        )}
      </Card>
    </div>
  );
}

function ThreadRow(props: { newest: Notification; messages: readonly Notification[]; isOpen: boolean }) {
  const { newest, messages, isOpen } = props;
  const { recipient, text, sentAt, createdAt } = newest;
  const { isRead } = useReadMessages();
  const isUnread = messages.some((message) => message.recipient === recipient && !isRead(message));
  return (
    <MessageRow
      opens={{ phone: recipient }}
      isOpen={isOpen}
      isUnread={isUnread}
      head={recipient}
      text={text}
      time={sentAt ?? createdAt}
    />
  );
}

function Thread({ phone, messages, list }: { phone: string; messages: readonly Notification[]; list: Paged }) {
  const { isRead, markRead } = useReadMessages();
  useEffect(() => {
    const unread = messages.filter((message) => !isRead(message));
    if (unread.length > 0) markRead(unread);
  }, [messages, isRead, markRead]);
  return (
    <Stack gap="sm">
      <Title order={2} size="h4" ta="center">
        {phone}
      </Title>
      {/* Reversed: the newest is at the bottom, as on a phone, and older messages load above. */}
      <ul className={classes.thread} aria-label={`Text messages to ${phone}, newest first`}>
        {messages.map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
        <LoadMoreItem list={list} />
      </ul>
    </Stack>
  );
}

function Bubble({ message: { text, orderId, sentAt, createdAt } }: { message: Notification }) {
  return (
    <li className={classes.bubble}>
      <Text className={classes.words}>{text}</Text>
      <Text size="xs" c="dimmed" mt={2}>
        {formatTime(sentAt ?? createdAt)} · <OrderLink id={orderId} inText />
      </Text>
    </li>
  );
}
