import { Badge, Card, Code, Group, Menu, ActionIcon, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import type { WebhookDisabledReason, WebhookEndpoint } from "@till/contracts";
import { IconDots, IconHistory, IconKey, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { explainFailure } from "../../layout/failure.tsx";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { trpc } from "../../till.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { ReplaySince } from "./replay-since.tsx";
import { refreshWebhooks } from "./webhooks.ts";

const whyOff: Record<WebhookDisabledReason, string> = {
  MANUAL: "Switched off",
  GONE: "Switched off: it answered 410 Gone",
  FAILING: "Switched off: it failed for days",
};

interface EndpointProps {
  endpoint: WebhookEndpoint;
  showSecret: (secret: string) => void;
}

/** One endpoint: its events, and its actions. */
export function EndpointCard({ endpoint, showSecret }: EndpointProps) {
  const { id, url, description, eventTypes, disabledReason } = endpoint;
  return (
    <Card component="li" withBorder padding="lg" style={{ listStyle: "none" }}>
      <Group justify="space-between" align="start" wrap="nowrap">
        <div className="long-words">
          <Text component="h2" fz="md" fw={700} m={0} style={{ overflowWrap: "anywhere" }}>
            {url}
          </Text>
          {description === null ? null : (
            <Text c="dimmed" className="long-words">
              {description}
            </Text>
          )}
        </div>
        <EndpointMenu endpoint={endpoint} showSecret={showSecret} />
      </Group>
      <Group gap={6} mt="sm" component="ul" p={0} m={0} aria-label="Events">
        {eventTypes.map((type) => (
          <Badge key={type} component="li" variant="default" tt="none" fw={500}>
            {type}
          </Badge>
        ))}
      </Group>
      <Group justify="space-between" mt="md">
        <OnOff endpoint={endpoint} />
        <Group gap="md">
          <Code>{id}</Code>
          <AnchorLink to="/counter/deliveries" search={{ endpoint: id }} fw={600}>
            Deliveries
          </AnchorLink>
        </Group>
      </Group>
      {disabledReason === null || disabledReason === "MANUAL" ? null : (
        <Text c="red" size="sm" mt="xs">
          {whyOff[disabledReason]}.
        </Text>
      )}
    </Card>
  );
}

function OnOff({ endpoint: { id, url, status } }: { endpoint: WebhookEndpoint }) {
  const update = useMutation(
    trpc.webhooks.endpoints.update.mutationOptions({ onSuccess: refreshWebhooks, onError: showFailure }),
  );
  const isOn = status === "ENABLED";
  return (
    <Switch
      label={isOn ? "On" : "Off"}
      aria-label={`Send to ${url}`}
      checked={isOn}
      disabled={update.isPending}
      onChange={({ currentTarget }) => update.mutate({ id, enabled: currentTarget.checked })}
    />
  );
}

const showFailure = (error: unknown) =>
  notifications.show({ color: "red", title: "Something went wrong", message: explainFailure(error) });

function EndpointMenu({ endpoint, showSecret }: EndpointProps) {
  const [isChanging, changing] = useDisclosure();
  const [isRotating, rotating] = useDisclosure();
  const [isReplaying, replaying] = useDisclosure();
  const [isDeleting, deleting] = useDisclosure();
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Actions for ${endpoint.url}`}>
            <IconDots aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={changing.open}>
            Edit
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={rotating.open}>
            New secret
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={replaying.open}>
            Resend since…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={deleting.open}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EndpointForm endpoint={endpoint} opened={isChanging} close={changing.close} />
      <RotateSecret endpoint={endpoint} opened={isRotating} close={rotating.close} showSecret={showSecret} />
      <ReplaySince endpoint={endpoint} opened={isReplaying} close={replaying.close} />
      <DeleteEndpoint endpoint={endpoint} opened={isDeleting} close={deleting.close} />
    </>
  );
}

interface AskProps {
  endpoint: WebhookEndpoint;
  opened: boolean;
  close: () => void;
}

function RotateSecret({ endpoint: { id }, opened, close, showSecret }: AskProps & Pick<EndpointProps, "showSecret">) {
  const rotate = useMutation(
    trpc.webhooks.endpoints.update.mutationOptions({
      onSuccess({ secret }) {
        refreshWebhooks();
        close();
        if (secret !== null) showSecret(secret);
      },
    }),
  );
  return (
    <ConfirmModal
      opened={opened}
      title="Create a new secret?"
      action="Create new secret"
      color="pine"
      doing={rotate}
      onConfirm={() => rotate.mutate({ id, rotateSecret: true })}
      onClose={close}
    >
      <Text>For 24 hours webhooks are signed with both secrets, so you have time to give your server the new one.</Text>
    </ConfirmModal>
  );
}

function DeleteEndpoint({ endpoint: { id, url }, opened, close }: AskProps) {
  const remove = useMutation(
    trpc.webhooks.endpoints.delete.mutationOptions({
      onSuccess() {
        refreshWebhooks();
        close();
      },
    }),
  );
  return (
    <ConfirmModal
      opened={opened}
      title="Delete this endpoint?"
      action="Delete endpoint"
      doing={remove}
      onConfirm={() => remove.mutate({ id })}
      onClose={close}
    >
      <Text style={{ overflowWrap: "anywhere" }}>
        {url} will stop receiving events, and its secret is deleted. Its past deliveries stay visible. To pause it
        instead, switch it off.
      </Text>
    </ConfirmModal>
  );
}
