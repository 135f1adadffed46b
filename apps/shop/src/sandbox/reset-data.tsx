import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { count } from "../format.ts";
import { explainFailure } from "../layout/failure.tsx";
import { useUser } from "../session/session.ts";
import { queryClient, trpc } from "../till.ts";

/** The word to type before everything is deleted. */
const confirmation = "reset";

/** Resets the sandbox to its demo data, for everybody who uses it. Only staff can, and they have to type a word. */
export function ResetData({ close }: { close: () => void }) {
  const isStaff = useUser()?.role === "staff";
  return (
    <Stack>
      <Text>
        Deletes every order, payment, refund and message, for everyone who uses this sandbox. Stock and discount codes
        start again. Webhook endpoints and your basket stay. This can&rsquo;t be undone.
      </Text>
      {isStaff ? (
        <ResetForm close={close} />
      ) : (
        <Alert color="yellow">Only staff can reset the sandbox. Switch to staff in the bar at the top.</Alert>
      )}
    </Stack>
  );
}

function ResetForm({ close }: { close: () => void }) {
  const [typed, setTyped] = useState("");
  const reset = useMutation(
    trpc.sandbox.reset.mutationOptions({
      onSuccess({ deletedOrders }) {
        close();
        // All cached data is outdated, so it is hidden until the new data is here.
        void queryClient.resetQueries();
        notifications.show({
          color: "green",
          title: "Sandbox data reset",
          message:
            deletedOrders === 0 ? "There were no orders to delete." : `${count(deletedOrders, "order")} deleted.`,
        });
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim().toLowerCase() === confirmation) reset.mutate();
      }}
    >
      <Stack>
        <TextInput
          label={`Type “${confirmation}” to confirm`}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {reset.isError ? <Alert color="red">{explainFailure(reset.error)}</Alert> : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            color="red"
            loading={reset.isPending}
            disabled={typed.trim().toLowerCase() !== confirmation}
          >
            Delete and reset
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
