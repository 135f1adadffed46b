import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { Dialog } from "../../layout/dialog.tsx";

/** Shows a new secret, which can't be shown again. A click outside does not close the dialog. */
export function SecretModal({ secret, close }: { secret: string | null; close: () => void }) {
  return (
    <Dialog
      opened={secret !== null}
      onClose={close}
      title="Endpoint secret"
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" icon={<IconKey aria-hidden />} title="Shown only once">
          Your server needs this secret to verify that a webhook comes from here. Store it where you store passwords.
        </Alert>
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {secret}
        </Code>
        <Text size="sm" c="dimmed">
          Any Standard Webhooks library takes it as it is, including <Code>whsec_</Code>.
        </Text>
        <Group justify="end">
          <CopyButton value={secret ?? ""}>
            {({ copied, copy }) => (
              <Button
                variant="light"
                onClick={copy}
                leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              >
                {copied ? "Copied" : "Copy secret"}
              </Button>
            )}
          </CopyButton>
          <Button onClick={close}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
