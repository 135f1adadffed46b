import { Card, Group, Stack, Table, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AnchorLink } from "../../layout/link.tsx";
import { demoPeopleQuery } from "../../session/demo-people-query.ts";
import { type Ended, type Runners, brokenRules, rules, tellRound } from "./race.ts";
import classes from "./race-tables.module.css";

const verbs: Record<Runners["command"], string> = {
  create: "places the order",
  pay: "pays",
  confirm: "confirms the payment",
  collect: "takes the cash",
  cancel: "cancels",
  refund: "refunds",
  expire: "cancels the expired order",
};

/** Who won each round, who lost and why, and the rules that were checked. */
export const RaceTables = ({ rounds }: { rounds: readonly Ended[] }) => (
  <Stack gap="lg">
    <Section title="Rounds">
      <Table verticalSpacing="sm" className={classes.table} aria-label="Rounds">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Order</Table.Th>
            <Table.Th scope="col">Won</Table.Th>
            <Table.Th scope="col">Lost, and why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rounds.map((ended, round) => (
            // Rounds only come at the end, and none moves.
            // oxlint-disable-next-line react/no-array-index-key
            <Round key={round} ended={ended} />
          ))}
        </Table.Tbody>
      </Table>
    </Section>
    <Section title="Rules">
      <Table verticalSpacing="sm" className={classes.table} aria-label="Rules">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Checked after each round</Table.Th>
            <Table.Th scope="col">Result</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {brokenRules(rounds.map(({ race }) => race)).map(({ rule, broken }) => (
            <Table.Tr key={rule}>
              <Table.Td>{rules[rule]}</Table.Td>
              <Table.Td>
                <Result broken={broken} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  </Stack>
);

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    <Card withBorder padding={0}>
      {children}
    </Card>
  </section>
);

function Round({ ended }: { ended: Ended }) {
  const { orderId, won, lost } = tellRound(ended);
  return (
    <Table.Tr>
      <Table.Td>
        {orderId === null ? null : (
          <AnchorLink to="/counter/orders/$id/dossier" params={{ id: orderId }} size="sm">
            #{orderId}
          </AnchorLink>
        )}
      </Table.Td>
      <Table.Td>
        <Lines runners={won} />
      </Table.Td>
      <Table.Td>
        <Lines runners={lost} />
      </Table.Td>
    </Table.Tr>
  );
}

function Lines({ runners }: { runners: readonly Runners[] }) {
  const { data } = useQuery(demoPeopleQuery());
  const nameOf = (id: string | null) =>
    id === null ? "Till" : (data?.users.find((user) => user.id === id)?.name ?? id);
  if (runners.length === 0) return <Text size="sm">Nobody</Text>;
  return runners.map(({ times, command, as, why }) => (
    <div key={`${command} ${as} ${why}`} className={classes.runners}>
      <Text size="sm" fw={600}>
        {nameOf(as)} {verbs[command]}
        {times > 1 ? ` (${times} times)` : ""}
      </Text>
      {why === null ? null : (
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      )}
    </div>
  ));
}

function Result({ broken }: { broken: readonly string[] }) {
  const Symbol = broken.length === 0 ? IconCheck : IconX;
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <ThemeIcon size="sm" radius="xl" variant="light" color={broken.length === 0 ? "green" : "red"}>
          <Symbol size={14} aria-hidden />
        </ThemeIcon>
        <Text size="sm" fw={600}>
          {broken.length === 0 ? "Holds" : "Broken"}
        </Text>
      </Group>
      {broken.map((what) => (
        <Text key={what} size="sm" className="long-words">
          {what}
        </Text>
      ))}
    </>
  );
}
