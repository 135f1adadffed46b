import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { count } from "../format.ts";
import { explainFailure } from "../layout/failure.tsx";
import { queryClient, trpc } from "../till.ts";

/** Brings the sandbox back to its demo data, for everybody who uses it. */
export function ResetData({ close }: { close: () => void }) {
  const reset = useMutation(
    trpc.sandbox.reset.mutationOptions({
      onSuccess({ deletedOrders }) {
        close();
        // Nothing that was shown is true any more, so nothing of it is shown until the new is here.
        void queryClient.resetQueries();
        notifications.show({
          color: "green",
          title: "The sandbox begins anew",
          message: deletedOrders === 0 ? "There was no order to delete." : `${count(deletedOrders, "order")} deleted.`,
        });
      },
    }),
  );
  return (
    <Stack>
      <Text>
        Deletes every order, payment, refund and message, for everybody who uses this sandbox. The catalogue has its
        first stock again, and no discount code was used. Webhook endpoints and your basket stay. This can&rsquo;t be
        undone.
      </Text>
      {reset.isError ? <Alert color="red">{explainFailure(reset.error)}</Alert> : null}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          Keep everything
        </Button>
        <Button color="red" loading={reset.isPending} onClick={() => reset.mutate()}>
          Delete and begin anew
        </Button>
      </Group>
    </Stack>
  );
}
