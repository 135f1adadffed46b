import { Card, Text, Title } from "@mantine/core";
import { type DaySummary, declineCodes } from "@till/contracts";
import type { CSSProperties } from "react";
import { count } from "../../format.ts";
import { reasonsOf } from "./day-summaries.ts";
import classes from "./decline-reasons.module.css";

/** Why payments failed, most frequent reason first. */
export function DeclineReasons({ days }: { days: readonly DaySummary[] }) {
  const reasons = reasonsOf(days);
  const most = reasons[0]?.attempts ?? 0;
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4">
        Why payments failed
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {reasons.length === 0
          ? `No payment was declined in the last ${count(days.length, "day")}.`
          : `In the last ${count(days.length, "day")}, by the reason that shoppers see.`}
      </Text>
      {reasons.length === 0 ? null : (
        <ul className={classes.list}>
          {reasons.map(({ declineCode, attempts }) => (
            <li key={declineCode}>
              <div className={classes.text}>
                <span>{declineCodes[declineCode]}</span>
                <span className={classes.count}>{count(attempts, "attempt")}</span>
              </div>
              <div className={classes.bar} style={{ "--share": `${(100 * attempts) / most}%` } as CSSProperties} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
