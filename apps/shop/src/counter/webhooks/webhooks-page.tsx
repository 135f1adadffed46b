import { Button, Skeleton, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../../layout/failure.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { pageSettings } from "../../page-settings.ts";
import { EndpointCard } from "./endpoint-card.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretModal } from "./secret-modal.tsx";
import { endpointsQuery } from "./webhooks.ts";

/** The endpoints: servers that receive events about orders. */
export function WebhooksPage() {
  const [isAdding, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      Add endpoint
    </Button>
  );
  return (
    <Page title="Webhooks" aside={add}>
      <Endpoints showSecret={setSecret} />
      <EndpointForm opened={isAdding} close={close} showSecret={setSecret} />
      <SecretModal secret={secret} close={() => setSecret(null)} />
    </Page>
  );
}

const HowToListen = () => (
  <>
    {" "}
    While <code>dev</code> runs, <code>npx pnpm@10 listen</code> adds an endpoint by itself.
  </>
);

function Endpoints({ showSecret }: { showSecret: (secret: string) => void }) {
  const { data, error, refetch } = useQuery(endpointsQuery());
  if (data === undefined) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  if (data.items.length === 0)
    return (
      <Message icon={IconWebhook} title="No endpoints yet">
        Add the URL of a server. It receives the events that you choose, signed according to the Standard Webhooks
        specification. A delivery that fails is tried again for days.
        {pageSettings.isSandbox ? <HowToListen /> : null}
      </Message>
    );
  return (
    <Stack component="ul" m={0} p={0}>
      {data.items.map((endpoint) => (
        <EndpointCard key={endpoint.id} endpoint={endpoint} showSecret={showSecret} />
      ))}
    </Stack>
  );
}

/** A placeholder for the endpoints. */
const Loading = () => (
  <Stack aria-busy="true" aria-label="The endpoints are being loaded">
    <Skeleton height={132} radius="md" />
    <Skeleton height={132} radius="md" />
  </Stack>
);
