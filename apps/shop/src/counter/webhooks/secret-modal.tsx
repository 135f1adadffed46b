import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";

/** Shows a new secret, the one time that it can be seen. It does not go away by a click beside it. */
export function SecretModal({ secret, close }: { secret: string | null; close: () => void }) {
  return (
    <Modal
      opened={secret !== null}
      onClose={close}
      title="The secret of this endpoint"
      centered
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" icon={<IconKey aria-hidden />} title="It is shown only now">
          Your server needs it to tell that a webhook is really from here. Keep it where you keep passwords.
        </Alert>
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {secret}
        </Code>
        <Text size="sm" c="dimmed">
          Any library of Standard Webhooks takes it as it is, with <Code>whsec_</Code>.
        </Text>
        <Group justify="end">
          <CopyButton value={secret ?? ""}>
            {({ copied, copy }) => (
              <Button
                variant="light"
                onClick={copy}
                leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              >
                {copied ? "Copied" : "Copy the secret"}
              </Button>
            )}
          </CopyButton>
          <Button onClick={close}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
