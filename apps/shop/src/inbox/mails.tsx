import { Card, Center, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Notification } from "@till/contracts";
import { IconArrowLeft, IconMailOpened } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { formatTime } from "../format.ts";
import { Failure } from "../layout/failure.tsx";
import { AnchorLink } from "../layout/link.tsx";
import { LoadMoreItem, type Paged } from "../layout/load-more.tsx";
import { OrderLink } from "../orders/order-link.tsx";
import { messageQuery } from "./inbox.ts";
import classes from "./inbox-page.module.css";
import { MessageRow } from "./message-row.tsx";
import { useReadMessages } from "./read-messages.ts";

interface MailsProps {
  messages: readonly Notification[];
  list: Paged;
  /** The open mail. */
  open: number | undefined;
}

/** The list of emails with the open one beside it. On a phone, only one of them is visible. */
export function Mails({ messages, list, open }: MailsProps) {
  return (
    <div className={classes.panes} data-reading={open !== undefined || undefined}>
      <Card withBorder padding={0}>
        <ul className={classes.list} aria-label="Emails">
          {messages.map((message) => (
            <MailRow key={message.id} message={message} isOpen={message.id === open} />
          ))}
          <LoadMoreItem list={list} />
        </ul>
      </Card>
      {open === undefined ? <NothingOpen /> : <Mail key={open} id={open} />}
    </div>
  );
}

function MailRow({ message, isOpen }: { message: Notification; isOpen: boolean }) {
  const { id, recipient, subject, text, sentAt, createdAt } = message;
  const isUnread = !useReadMessages().isRead(message);
  return (
    <MessageRow
      opens={{ message: id }}
      isOpen={isOpen}
      isUnread={isUnread}
      head={subject}
      text={`${recipient} · ${text ?? ""}`}
      time={sentAt ?? createdAt}
    />
  );
}

const NothingOpen = () => (
  <Card withBorder>
    <Center mih={360}>
      <Stack align="center" c="dimmed" gap="xs">
        <IconMailOpened size={40} aria-hidden />
        <Text>Choose an email to read it.</Text>
      </Stack>
    </Center>
  </Card>
);

function Mail({ id }: { id: number }) {
  const { data: mail, error, refetch } = useQuery(messageQuery(id));
  const { isRead, markRead } = useReadMessages();
  useEffect(() => {
    if (mail && !isRead(mail)) markRead([mail]);
  }, [mail, isRead, markRead]);
  return (
    <Card withBorder component="article">
      <AnchorLink to="/inbox" search={({ message: _open, ...rest }) => rest} className={classes.back} mb="sm" fw={600}>
        <IconArrowLeft size={16} aria-hidden /> All emails
      </AnchorLink>
      {mail ? (
        <Stack gap="sm">
          <Group justify="space-between" align="start">
            <div className="long-words">
              <Title order={2} size="h3">
                {mail.subject ?? (mail.channel === "SMS" ? "Text message" : "Not sent yet")}
              </Title>
              <Text size="sm" c="dimmed">
                To {mail.recipient} · {formatTime(mail.sentAt ?? mail.createdAt)}
              </Text>
            </div>
            <OrderLink id={mail.orderId} />
          </Group>
          {mail.html === null ? (
            <Text>{mail.text}</Text>
          ) : (
            // The frame has no permissions, so a mail can run nothing and reach nothing.
            <iframe
              title={`The email “${mail.subject}”`}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              srcDoc={mail.html}
              className={classes.mail}
            />
          )}
        </Stack>
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={420} aria-busy="true" aria-label="The email is being loaded" />
      )}
    </Card>
  );
}
