import { Alert, Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { isRefusal } from "@till/client";
import { type WebhookEndpoint, type WebhookEventType, limits, webhookEventTypes } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { Dialog } from "../../layout/dialog.tsx";
import { explainFailure } from "../../layout/failure.tsx";
import { focusFirstError } from "../../layout/first-error.ts";
import { trpc } from "../../till.ts";
import { eventChoices, refreshWebhooks } from "./webhooks.ts";

interface EndpointFormProps {
  /** The endpoint to change. Without it, the form adds a new one. */
  endpoint?: WebhookEndpoint;
  opened: boolean;
  close: () => void;
  /** Receives the secret of a new endpoint. */
  showSecret?: (secret: string) => void;
}

/** Adds an endpoint, or changes one. */
export function EndpointForm(props: EndpointFormProps) {
  return (
    <Dialog
      opened={props.opened}
      onClose={props.close}
      title={props.endpoint ? "Edit endpoint" : "Add endpoint"}
      size="lg"
    >
      <EndpointFields {...props} />
    </Dialog>
  );
}

interface Fields {
  url: string;
  eventTypes: WebhookEventType[];
  description: string;
}

function EndpointFields({ endpoint, close, showSecret }: EndpointFormProps) {
  const form = useForm<Fields>({
    initialValues: {
      url: endpoint?.url ?? "https://",
      eventTypes: endpoint?.eventTypes ?? [...webhookEventTypes],
      description: endpoint?.description ?? "",
    },
    validate: {
      url: (url) => (URL.canParse(url) ? null : "Enter the whole URL, such as https://shop.example/webhooks."),
      eventTypes: (types) => (types.length === 0 ? "Choose at least one event." : null),
    },
  });
  const done = () => {
    refreshWebhooks();
    close();
  };
  const create = useMutation(
    trpc.webhooks.endpoints.create.mutationOptions({
      onSuccess({ secret }) {
        done();
        showSecret?.(secret);
      },
    }),
  );
  const update = useMutation(trpc.webhooks.endpoints.update.mutationOptions({ onSuccess: done }));
  const saving = endpoint ? update : create;
  const save = ({ url, eventTypes, description }: Fields) => {
    const text = description.trim();
    if (endpoint) update.mutate({ id: endpoint.id, url, eventTypes, description: text === "" ? null : text });
    else create.mutate({ url, eventTypes, ...(text !== "" && { description: text }) });
  };
  return (
    <form onSubmit={form.onSubmit(save, (errors) => focusFirstError(form, errors))} noValidate>
      <Stack>
        <TextInput
          label="Endpoint URL"
          type="url"
          required
          data-autofocus
          maxLength={limits.webhookUrlLength}
          {...form.getInputProps("url")}
          error={form.errors["url"] ?? urlProblem(saving.error)}
        />
        <Checkbox.Group label="Events to send" required {...form.getInputProps("eventTypes")}>
          <Stack gap="xs" mt="xs">
            {eventChoices.map(({ value, meaning }) => (
              <Checkbox key={value} value={value} label={meaning} description={value} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          label="Description (optional)"
          maxLength={limits.webhookDescriptionLength}
          {...form.getInputProps("description")}
        />
        {saving.isError && urlProblem(saving.error) === null ? (
          <Alert color="red">{explainFailure(saving.error)}</Alert>
        ) : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {endpoint ? "Save" : "Add endpoint"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Till's refusal of the URL, shown at the field. */
const urlProblem = (error: unknown): string | null =>
  isRefusal(error, "WEBHOOK_URL_FORBIDDEN") ? error.data.refusal.message : null;
