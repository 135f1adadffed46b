import { Alert, Button, Group, NumberInput, SegmentedControl, Slider, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Channel, channels, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { explainFailure } from "../layout/failure.tsx";
import { trpc } from "../till.ts";

const labels: Record<Channel, string> = { EMAIL: "Email", SMS: "Text messages" };

/** Makes messages fail on purpose, to show how Till retries them. */
export function MessageFaults({ close }: { close: () => void }) {
  const [channel, setChannel] = useState<Channel>("EMAIL");
  const [failNext, setFailNext] = useState(1);
  const [failPercent, setFailPercent] = useState(0);
  const shareLabel = useId();
  const set = useMutation(
    trpc.sandbox.failMessages.mutationOptions({
      onSuccess() {
        close();
        const message = `${labels[channel]}: the next ${failNext} fail, and ${failPercent} % of the rest.`;
        notifications.show({ color: "yellow", title: "Failures set", message });
      },
    }),
  );
  return (
    <Stack>
      <Text>
        A message that can&rsquo;t be sent is tried again automatically. The outbox at the counter shows each attempt.
      </Text>
      <SegmentedControl
        aria-label="Channel"
        data={channels.map((value) => ({ value, label: labels[value] }))}
        value={channel}
        onChange={setChannel}
      />
      <NumberInput
        label="Number of next messages that fail"
        min={0}
        max={limits.failNext}
        allowDecimal={false}
        value={failNext}
        onChange={(value) => setFailNext(Number(value))}
      />
      <div>
        <Text size="sm" fw={500} id={shareLabel}>
          Share of the rest that fails: {failPercent} %
        </Text>
        <Slider
          thumbProps={{ "aria-labelledby": shareLabel }}
          label={null}
          value={failPercent}
          onChange={setFailPercent}
          step={5}
        />
      </div>
      {set.isError ? <Alert color="red">{explainFailure(set.error)}</Alert> : null}
      <Group justify="end">
        <Button variant="default" onClick={() => set.mutate({ channel, failNext: 0, failPercent: 0 })}>
          Stop failing {labels[channel].toLowerCase()}
        </Button>
        <Button loading={set.isPending} onClick={() => set.mutate({ channel, failNext, failPercent })}>
          Set failures
        </Button>
      </Group>
    </Stack>
  );
}
