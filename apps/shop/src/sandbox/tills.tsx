import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { defaultTill } from "@till/contracts";
import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { explainFailure } from "../layout/failure.tsx";
import { formatTime } from "../format.ts";
import { tillOfPage } from "../till-of-page.ts";
import { trpc } from "../till.ts";

/** Opens another till. It is another page: nothing of this one is kept. */
const open = ({ url }: { url: string }) => window.location.assign(url);

/** Makes a sandbox of one's own, copies this one, or throws it away. */
export function Tills() {
  const id = tillOfPage;
  const till = useQuery(trpc.sandbox.tills.get.queryOptions(id === null ? skipToken : { id }));
  const create = useMutation(trpc.sandbox.tills.create.mutationOptions({ onSuccess: open }));
  const fork = useMutation(trpc.sandbox.tills.fork.mutationOptions({ onSuccess: open }));
  const drop = useMutation(trpc.sandbox.tills.delete.mutationOptions({ onSuccess: () => window.location.assign("/") }));
  const isBusy = create.isPending || fork.isPending || drop.isPending;
  const error = till.error ?? create.error ?? fork.error ?? drop.error;
  return (
    <Stack>
      <Text>
        A sandbox of your own has its own products, orders, people and messages. Nobody else sees it, and it is deleted
        after an hour.
      </Text>
      {till.data === undefined ? (
        <Text>This is the sandbox that everybody shares.</Text>
      ) : (
        <Text>
          This is <strong>{till.data.name}</strong>. It is deleted at {formatTime(till.data.expiresAt)}.
        </Text>
      )}
      {error ? <Alert color="red">{explainFailure(error)}</Alert> : null}
      <Group justify="end">
        {id === null ? null : (
          <Button color="red" variant="outline" disabled={isBusy} onClick={() => drop.mutate({ id })}>
            Throw away
          </Button>
        )}
        <Button
          variant="default"
          loading={fork.isPending}
          disabled={isBusy}
          onClick={() => fork.mutate({ id: id ?? defaultTill })}
        >
          Fork this one
        </Button>
        <Button loading={create.isPending} disabled={isBusy} onClick={() => create.mutate({})}>
          New sandbox
        </Button>
      </Group>
    </Stack>
  );
}
