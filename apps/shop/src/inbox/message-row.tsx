import { Text, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatShortTime } from "../format.ts";
import { useTillNow } from "../till-time.ts";
import classes from "./inbox-page.module.css";

interface MessageRowProps {
  /** What the row opens, as URL parameters. */
  opens: { message: number } | { phone: string };
  isOpen: boolean;
  isUnread: boolean;
  head: string | null;
  text: string | null;
  /** When it came, ISO 8601. */
  time: string;
}

/** A row of the inbox, with a mark if it is unread. */
export const MessageRow = ({ opens, isOpen, isUnread, head, text, time }: MessageRowProps) => (
  <li className={classes.item}>
    <Link
      to="/inbox"
      search={(now) => ({ ...now, ...opens })}
      resetScroll={false}
      className={classes.row}
      aria-current={isOpen || undefined}
      activeProps={{ "aria-current": undefined }}
    >
      {isUnread ? (
        <span className={classes.mark}>
          <VisuallyHidden>Unread</VisuallyHidden>
        </span>
      ) : null}
      <Text span truncate className={`${classes.head} ${isUnread ? classes.unread : ""}`}>
        {head}
      </Text>
      <span className={classes.time}>{formatShortTime(time, new Date(useTillNow()))}</span>
      <Text span size="sm" c="dimmed" truncate className={classes.text}>
        {text}
      </Text>
    </Link>
  </li>
);
