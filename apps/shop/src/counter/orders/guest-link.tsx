import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { explainFailure } from "../../layout/failure.tsx";
import { trpc } from "../../till.ts";

/** The link with which a guest sees and pays their order, to be copied. It can't be shown again. */
export const GuestLink = ({ link }: { link: string }) => (
  <Stack gap="xs">
    <Text size="sm" c="dimmed">
      Whoever has this link sees and pays this order. Send it to the guest. It is shown only once.
    </Text>
    <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
      {link}
    </Code>
    <Group>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button
            variant="light"
            onClick={copy}
            leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
          >
            {copied ? "Copied" : "Copy link"}
          </Button>
        )}
      </CopyButton>
    </Group>
  </Stack>
);

/** Makes a new link for a guest who has lost theirs. */
export function NewGuestLink({ id }: { id: number }) {
  const create = useMutation(trpc.orders.createGuestLink.mutationOptions());
  return (
    <Stack gap="xs" mt="md">
      {create.data ? (
        <GuestLink link={create.data.guestLink} />
      ) : (
        <Group>
          <Button
            variant="light"
            loading={create.isPending}
            onClick={() => create.mutate({ id })}
            leftSection={<IconLink size={18} aria-hidden />}
          >
            New link for the guest
          </Button>
        </Group>
      )}
      {create.isError ? <Alert color="red">{explainFailure(create.error)}</Alert> : null}
    </Stack>
  );
}
