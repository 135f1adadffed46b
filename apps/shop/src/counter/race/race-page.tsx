import { Alert, Button, Card, Group, Loader, NumberInput, Select, Stack, Text } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconAlertTriangle, IconChecks, IconFlag, IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { count } from "../../format.ts";
import { Failure } from "../../layout/failure.tsx";
import { Message } from "../../layout/message.tsx";
import { NotFoundPage } from "../../layout/not-found-page.tsx";
import { Page } from "../../layout/page.tsx";
import { pageSettings } from "../../page-settings.ts";
import { tillOfPage } from "../../till-of-page.ts";
import { type Ended, type PreparedRaceName, brokenRules, preparedRaces } from "./race.ts";
import { RaceTables } from "./race-tables.tsx";
import type { RaceChoice } from "./run-race.ts";
import { useRace } from "./use-race.ts";

/** Sends commands at the same moment, and shows who won, who lost and why, and whether Till's rules hold. */
export function RacePage() {
  if (!pageSettings.isSandbox) return <NotFoundPage />;
  return (
    <Page title="Race lab">
      {tillOfPage === null ? (
        <Message icon={IconLock} title="Only in a sandbox of your own">
          A race changes orders and stock, so the others would notice. Make a sandbox of your own with the sandbox tools
          in the bar at the top, and open this page there.
        </Message>
      ) : (
        <Lab />
      )}
    </Page>
  );
}

function Lab() {
  const { isRunning, rounds, error, run } = useRace();
  const [choice, setChoice] = useState<RaceChoice>({ name: "tabs", rounds: 5, orderId: null });
  return (
    <Stack gap="lg">
      <Text c="dimmed" maw={720}>
        Commands are sent at the same moment, through the procedures that everybody calls. An order is paid, cancelled
        or expired exactly once: one command wins, and the others are told why not.
      </Text>
      <RaceForm choice={choice} setChoice={setChoice} isRunning={isRunning} run={() => run(choice)} />
      {rounds === null ? null : (
        <div role="status">
          {isRunning ? <Progress done={rounds.length} /> : error === null ? <Summary rounds={rounds} /> : null}
        </div>
      )}
      {error === null ? null : <Failure error={error} retry={() => run(choice)} />}
      {rounds === null || rounds.length === 0 ? null : <RaceTables rounds={rounds} />}
    </Stack>
  );
}

interface FormProps {
  choice: RaceChoice;
  setChoice: (choice: RaceChoice) => void;
  isRunning: boolean;
  run: () => void;
}

const choices = Object.entries(preparedRaces).map(([value, { label }]) => ({
  value: value as PreparedRaceName,
  label,
}));

function RaceForm({ choice, setChoice, isRunning, run }: FormProps) {
  const { name, rounds, orderId } = choice;
  return (
    <Card withBorder padding="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <Stack>
          <Group align="start" grow preventGrowOverflow={false}>
            <Select
              label="Race"
              data={choices}
              allowDeselect={false}
              value={name}
              onChange={(value) => setChoice({ ...choice, name: value ?? name })}
              miw={200}
            />
            <NumberInput
              label="Order number"
              placeholder="A new order in each round"
              min={1}
              allowDecimal={false}
              hideControls
              value={orderId ?? ""}
              onChange={(value) => setChoice({ ...choice, orderId: Number(value) || null })}
              miw={200}
            />
            <NumberInput
              label="Rounds"
              description={orderId === null ? undefined : "An order races once."}
              inputWrapperOrder={["label", "input", "description"]}
              min={1}
              max={limits.raceRounds}
              clampBehavior="strict"
              allowDecimal={false}
              disabled={orderId !== null}
              value={orderId === null ? rounds : 1}
              onChange={(value) => setChoice({ ...choice, rounds: Number(value) || 1 })}
              miw={120}
            />
          </Group>
          <Group justify="space-between" align="end">
            <Text size="sm" flex={1} miw={220}>
              {preparedRaces[name].text}
            </Text>
            <Button type="submit" loading={isRunning} leftSection={<IconFlag size={18} aria-hidden />}>
              Run
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

const Progress = ({ done }: { done: number }) => (
  <Group gap="sm">
    <Loader size="sm" aria-hidden />
    <Text>{count(done, "round")} done so far</Text>
  </Group>
);

function Summary({ rounds }: { rounds: readonly Ended[] }) {
  const broken = brokenRules(rounds.map(({ race }) => race)).filter((one) => one.broken.length > 0);
  return broken.length === 0 ? (
    <Alert color="green" icon={<IconChecks aria-hidden />} title={`${count(rounds.length, "round")}: every rule holds`}>
      Money, stock and the audit are right after each round.
    </Alert>
  ) : (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${count(rounds.length, "round")}: ${count(broken.length, "rule")} broken`}
    >
      The table of rules says what breaks them.
    </Alert>
  );
}
