import { BarsList } from "@mantine/charts";
import { Card, Text, Title } from "@mantine/core";
import { type DaySummary, declineCodes } from "@till/contracts";
import { count } from "../../format.ts";
import { reasonsOf } from "./day-summaries.ts";

/** Why payments failed, the most frequent reason first. */
export function DeclineReasons({ days }: { days: readonly DaySummary[] }) {
  const reasons = reasonsOf(days);
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4">
        Why payments failed
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {reasons.length === 0
          ? `No payment was declined in the last ${count(days.length, "day")}.`
          : `In the last ${count(days.length, "day")}, by what the shopper was told.`}
      </Text>
      {reasons.length === 0 ? null : (
        <BarsList
          data={reasons.map(({ declineCode, attempts }) => ({ name: declineCodes[declineCode], value: attempts }))}
          barColor="var(--mantine-color-red-light)"
          barTextColor="var(--mantine-color-text)"
          valueFormatter={(attempts) => count(attempts, "attempt")}
        />
      )}
    </Card>
  );
}
