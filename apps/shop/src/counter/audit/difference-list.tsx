import { Card, Code, Text } from "@mantine/core";
import { type Difference, differenceKinds } from "@till/contracts";
import { formatTime } from "../../format.ts";
import { AnchorLink } from "../../layout/link.tsx";
import classes from "./difference-list.module.css";

/** The figures that are not what the events say, each with the events that say so. */
export const DifferenceList = ({ differences }: { differences: readonly Difference[] }) => (
  <Card withBorder padding={0} component="ul" m={0} aria-label="Differences">
    {differences.map((difference) => (
      <Row key={`${difference.kind} ${difference.orderId} ${difference.subject}`} difference={difference} />
    ))}
  </Card>
);

function Row({ difference: { kind, orderId, subject, expected, found, events } }: { difference: Difference }) {
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text fw={600}>{differenceKinds[kind]}</Text>
        <Text size="sm" c="dimmed">
          {orderId === null ? null : (
            <AnchorLink to="/counter/orders/$id/dossier" params={{ id: orderId }} size="sm">
              Order #{orderId}
            </AnchorLink>
          )}
          {orderId !== null && subject !== null ? " · " : ""}
          {subject}
        </Text>
      </div>
      <dl className={classes.figures}>
        <Text component="dt" size="sm" c="dimmed">
          Events say
        </Text>
        <dd>
          <Figure figure={expected} />
        </dd>
        <Text component="dt" size="sm" c="dimmed">
          Found
        </Text>
        <dd>
          <Figure figure={found} />
        </dd>
      </dl>
      <Events events={events} />
    </li>
  );
}

/** A figure as it is stored: amounts in minor units, times in UTC. */
const Figure = ({ figure }: { figure: Difference["found"] }) =>
  figure === null ? (
    <Text size="sm" fs="italic">
      nothing
    </Text>
  ) : (
    <Code>{String(figure)}</Code>
  );

function Events({ events }: { events: Difference["events"] }) {
  if (events.length === 0)
    return (
      <Text size="sm" c="dimmed" className={classes.events}>
        No event is about it.
      </Text>
    );
  return (
    <ol className={classes.events} aria-label="The events that say so">
      {events.map(({ id, seq, type, at }) => (
        <Text component="li" size="sm" key={id}>
          {seq}. {type}{" "}
          <Text span inherit c="dimmed">
            {formatTime(at)}
          </Text>
        </Text>
      ))}
    </ol>
  );
}
