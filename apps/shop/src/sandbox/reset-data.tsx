import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { count } from "../format.ts";
import { explainFailure } from "../layout/failure.tsx";
import { useUser } from "../session/session.ts";
import { queryClient, trpc } from "../till.ts";

/** What has to be typed before everything is deleted. */
const confirmation = "reset";

/** Brings the sandbox back to its demo data, for everybody who uses it. That is for staff, and takes more than a click. */
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
        // Nothing that was shown is true any more, so nothing of it is shown until the new is here.
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
