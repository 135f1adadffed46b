import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { AdvancedClock, ClockState } from "@till/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { count, formatExactTime } from "../format.ts";
import { explainFailure } from "../layout/failure.tsx";
import { noteClock } from "../till-time.ts";
import { queryClient, till, trpc } from "../till.ts";
import { clockQuery } from "./clock-query.ts";
import { keepSignedIn } from "./keep-signed-in.ts";
import classes from "./till-clock.module.css";

const modes: Record<ClockState["mode"], string> = {
  real: "It follows the real time.",
  frozen: "It stands still.",
  shifted: "It is ahead of the real time.",
};

const steps: { label: string; minutes: number }[] = [
  { label: "1 minute", minutes: 1 },
  { label: "31 minutes", minutes: 31 },
  { label: "1 day", minutes: 1_440 },
  { label: "7 days", minutes: 7 * 1_440 },
  { label: "31 days", minutes: 31 * 1_440 },
];

/** Every page may show a time or a deadline, so all of them load again. */
function clockMoved({ now, mode }: ClockState): void {
  noteClock({ now, mode });
  queryClient.setQueryData(clockQuery().queryKey, { now, mode });
  void queryClient.invalidateQueries();
}

/** The clock of a sandbox of one's own: stops it, and advances it with all that falls due on the way. */
export function TillClock() {
  const clock = useQuery(clockQuery());
  const set = useMutation(trpc.sandbox.clock.set.mutationOptions({ onSuccess: clockMoved }));
  const advance = useMutation({ mutationFn: advanceSignedIn, onSuccess: ({ after }) => clockMoved(after) });
  const error = clock.error ?? set.error ?? advance.error;
  const isBusy = set.isPending || advance.isPending;
  const isFrozen = clock.data?.mode === "frozen";
  // A clock that is ahead can't follow the real time any more, since it would go back.
  const canFollow = clock.data !== undefined && Date.parse(clock.data.now) <= Date.now();
  return (
    <Stack>
      <Text>
        Every time in this sandbox follows its clock. Orders expire, payments settle, and messages and webhooks are
        tried again, as if the time had passed. The clock never goes back.
      </Text>
      {clock.data === undefined ? null : (
        <div role="status">
          <Text fw={700} fz="lg">
            {formatExactTime(clock.data.now)}
          </Text>
          <Text size="sm" c="dimmed">
            {modes[clock.data.mode]}
          </Text>
        </div>
      )}
      <Group gap="xs" role="group" aria-label="Advance the clock">
        {steps.map(({ label, minutes }) => (
          <Button key={label} variant="default" disabled={isBusy} onClick={() => advance.mutate(minutes)}>
            + {label}
          </Button>
        ))}
      </Group>
      {isFrozen && !canFollow ? null : (
        <Group justify="end">
          <Button
            loading={set.isPending}
            disabled={isBusy}
            onClick={() => set.mutate({ mode: isFrozen ? "real" : "frozen" })}
          >
            {isFrozen ? "Follow the real time" : "Freeze"}
          </Button>
        </Group>
      )}
      {error ? <Alert color="red">{explainFailure(error)}</Alert> : null}
      {advance.data === undefined ? null : <WhatHappened {...advance.data} />}
    </Stack>
  );
}

interface Advanced {
  readonly after: AdvancedClock;
  /** Whether all of the way was done in this call. */
  readonly isWhole: boolean;
}

/** Advances the clock. If the person's token ended on the way, they are signed in anew. */
async function advanceSignedIn(minutes: number): Promise<Advanced> {
  const before = await till.sandbox.clock.get.query();
  const after = await till.sandbox.clock.advance.mutate({ minutes });
  await keepSignedIn(after.now);
  return { after, isWhole: Date.parse(after.now) >= Date.parse(before.now) + minutes * 60_000 };
}

const listed = 50;

function WhatHappened({ after: { happened }, isWhole }: Advanced) {
  return (
    <section aria-label="What happened">
      <Text fw={600} role="status">
        {happened.length === 0 ? "Nothing was due." : `${count(happened.length, "thing")} happened.`}
        {isWhole ? "" : " There was too much for one call. Advance again."}
      </Text>
      <ol className={classes.happened}>
        {happened.slice(0, listed).map(({ at, type, orderId, id }) => (
          <Text component="li" size="sm" key={`${type} ${id} ${at}`}>
            Order #{orderId}: {type}{" "}
            <Text span inherit c="dimmed">
              {formatExactTime(at)}
            </Text>
          </Text>
        ))}
      </ol>
      {happened.length > listed ? <Text size="sm">And {happened.length - listed} more.</Text> : null}
    </section>
  );
}
