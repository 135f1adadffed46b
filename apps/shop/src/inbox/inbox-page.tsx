import { ActionIcon, Group, SegmentedControl, Skeleton, Tooltip } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Channel } from "@till/contracts";
import { IconChecks, IconMailbox } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { listGap } from "../layout/list-gap.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { SearchField } from "../layout/search-field.tsx";
import { useList } from "../layout/use-list.ts";
import { pageSettings } from "../page-settings.ts";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";
import { type InboxSearch, messagesQuery } from "./inbox.ts";
import classes from "./inbox-page.module.css";
import { Mails } from "./mails.tsx";
import { useReadMessages } from "./read-messages.ts";
import { TextMessages } from "./text-messages.tsx";

const route = getRouteApi("/inbox");

const tabs: { value: Channel; label: string }[] = [
  { value: "EMAIL", label: "Email" },
  { value: "SMS", label: "Text messages" },
];

const whyInbox = pageSettings.isSandbox
  ? "The emails and text messages of the shop are captured here. Customers see their own; staff see everyone's."
  : "Staff can read here what was sent to customers.";

/** The messages to customers, as they see them. In the sandbox nothing is really sent. */
export function InboxPage() {
  const user = useUser();
  const search = route.useSearch();
  return (
    <Page title="Inbox">
      {user === null ? (
        <SignInFirst why={whyInbox} />
      ) : (
        // Another channel is another list, so it starts without state.
        <Inbox key={search.channel} search={search} isStaff={user.role === "staff"} />
      )}
    </Page>
  );
}

function Inbox({ search, isStaff }: { search: InboxSearch; isStaff: boolean }) {
  const { channel = "EMAIL", q } = search;
  const isReading = search.message !== undefined || search.phone !== undefined;
  const navigate = route.useNavigate();
  const narrow = (changes: InboxSearch) => void navigate({ search: (now) => ({ ...now, ...changes }), replace: true });
  const list = useList(messagesQuery(channel, q));
  // Pending and failed messages reached nobody. The outbox shows them.
  const messages = list.items.filter(({ status }) => status === "SENT");
  const gap = listGap(list, <Loading />);
  const { isRead, markRead } = useReadMessages();
  const unread = messages.filter((message) => !isRead(message));
  return (
    <>
      <Group mb="md" gap="sm" className={classes.tools} data-reading={isReading || undefined}>
        <SegmentedControl
          aria-label="Channel"
          data={tabs}
          value={channel}
          onChange={(value) => void navigate({ search: value === "SMS" ? { channel: value } : {} })}
        />
        <SearchField
          aria-label="Search the inbox"
          placeholder="Search"
          flex={1}
          miw={180}
          search={q}
          onSearch={(text) => narrow({ q: text })}
        />
        <Tooltip label="Mark all as read">
          <ActionIcon
            variant="default"
            size={36}
            aria-label="Mark all as read"
            disabled={unread.length === 0}
            onClick={() => markRead(unread)}
          >
            <IconChecks size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      {isRefusal(list.error, "FORBIDDEN") ? (
        <NoInbox />
      ) : gap !== null ? (
        gap
      ) : messages.length === 0 && !list.hasNextPage ? (
        <Empty isSearch={q !== undefined} channel={channel} isStaff={isStaff} />
      ) : channel === "EMAIL" ? (
        <Mails messages={messages} list={list} open={search.message} />
      ) : (
        <TextMessages messages={messages} list={list} phone={search.phone} />
      )}
    </>
  );
}

const NoInbox = () => (
  <Message icon={IconMailbox} title="Your messages are in your own mailbox">
    The shop sends its emails and text messages to you. Only staff can read here what was sent.
  </Message>
);

function Empty({ isSearch, channel, isStaff }: { isSearch: boolean; channel: Channel; isStaff: boolean }) {
  if (isSearch)
    return (
      <Message icon={IconMailbox} title="No matching messages">
        Search by the beginning of a word in the message or its recipient.
      </Message>
    );
  const what = channel === "EMAIL" ? "email" : "text message";
  return (
    <Message icon={IconMailbox} title={`No ${what} yet`}>
      {isStaff ? "Customers get" : "You get"} one when an order is paid, cancelled or refunded, or when a payment is
      declined. It appears here within seconds.
    </Message>
  );
}

/** A placeholder for list and message. */
const Loading = () => (
  <div className={classes.panes} aria-busy="true" aria-label="The messages are being loaded">
    <Skeleton height={480} radius="md" />
    <Skeleton height={480} radius="md" visibleFrom="sm" />
  </div>
);
