import { Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { WebhookEndpoint } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { count, formatTime } from "../../format.ts";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { trpc } from "../../till.ts";
import { refreshWebhooks } from "./webhooks.ts";

interface ReplaySinceProps {
  endpoint: WebhookEndpoint;
  opened: boolean;
  close: () => void;
}

/** Resends an endpoint's webhooks since a time, for a server that was down or lost data. */
export function ReplaySince({ endpoint: { id, createdAt }, opened, close }: ReplaySinceProps) {
  const [since, setSince] = useState(() => toLocalTime(createdAt));
  const replay = useMutation(
    trpc.webhooks.deliveries.replay.mutationOptions({
      onSuccess({ replayed, nextSince }) {
        refreshWebhooks();
        close();
        const message = `${count(replayed, "webhook")} will be sent again.`;
        const rest = nextSince === null ? "" : ` For the rest, resend since ${formatTime(nextSince)}.`;
        notifications.show({ color: "green", title: "Resending", message: message + rest });
      },
    }),
  );
  return (
    <ConfirmModal
      opened={opened}
      title="Resend webhooks"
      action="Resend"
      color="pine"
      doing={replay}
      onConfirm={() => replay.mutate({ endpointId: id, since: new Date(since).toISOString() })}
      onClose={close}
    >
      <Text>
        Includes webhooks that were already delivered, with the same ids, so that your server can skip those it knows.
        Many webhooks take a while.
      </Text>
      <TextInput
        type="datetime-local"
        label="Since"
        required
        value={since}
        // An empty field is not a time.
        onChange={({ currentTarget: { value } }) => setSince((before) => (value === "" ? before : value))}
      />
    </ConfirmModal>
  );
}

/** A time in the format of a form field, in the browser's time zone: `2026-03-01T11:59`. */
function toLocalTime(time: string): string {
  const date = new Date(time);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, "YYYY-MM-DDTHH:MM".length);
}
