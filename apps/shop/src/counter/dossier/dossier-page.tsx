import { Alert, Card, Group, Stack, Text, Timeline, Title } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Dossier, Told } from "@till/contracts";
import { IconAlertTriangle, IconChecks, IconReceiptOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { formatTime } from "../../format.ts";
import { Failure, Offline } from "../../layout/failure.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { MoneyRows } from "../../layout/money-rows.tsx";
import { Page } from "../../layout/page.tsx";
import { OrderItems } from "../../orders/order-items.tsx";
import { StatusBadge } from "../../orders/order-status.tsx";
import { pageSettings } from "../../page-settings.ts";
import { DifferenceList } from "../audit/difference-list.tsx";
import { DossierDetails } from "./dossier-details.tsx";
import { dossierQuery } from "./dossier-query.ts";
import { DownloadDossier } from "./download-dossier.tsx";

const route = getRouteApi("/counter/orders/$id/dossier");

/** Everything about one order, as a story to read and a file to hand on. */
export function DossierPage() {
  const { id } = route.useParams();
  const { data: dossier, error, fetchStatus, refetch } = useQuery(dossierQuery(id));
  return (
    <Page
      title={`The story of order #${id}`}
      above={
        <AnchorLink to="/counter/orders" search={{ order: id }} size="sm">
          Back to the order
        </AnchorLink>
      }
      aside={dossier && <DownloadDossier dossier={dossier} />}
    >
      {dossier ? (
        <Sheet dossier={dossier} />
      ) : (
        <Gap error={error} isOffline={fetchStatus === "paused"} retry={refetch} />
      )}
    </Page>
  );
}

function Gap({ error, isOffline, retry }: { error: unknown; isOffline: boolean; retry: () => unknown }) {
  if (isRefusal(error, "ORDER_NOT_FOUND"))
    return (
      <Message icon={IconReceiptOff} title={error.data.refusal.message}>
        The number may be mistyped.
        {pageSettings.isSandbox ? " Or a reset of the sandbox deleted the order." : null}
      </Message>
    );
  if (error) return <Failure error={error} retry={() => void retry()} />;
  return isOffline ? <Offline /> : <LoadingRows what="The story" rows={6} height={72} gap="sm" />;
}

const Sheet = ({ dossier }: { dossier: Dossier }) => (
  <Stack gap="lg">
    <Order dossier={dossier} />
    <Audit differences={dossier.differences} />
    <Story story={dossier.story} />
    <DossierDetails dossier={dossier} />
  </Stack>
);

function Order({ dossier: { order, writtenAt } }: { dossier: Dossier }) {
  return (
    <Card withBorder padding="lg">
      <Group justify="space-between" mb="md">
        <StatusBadge order={order} />
        <Text size="sm" c="dimmed">
          {order.customer.name} · as of {formatTime(writtenAt)}
        </Text>
      </Group>
      <OrderItems order={order} />
      <MoneyRows sums={order} />
    </Card>
  );
}

const Audit = ({ differences }: Pick<Dossier, "differences">) =>
  differences.length === 0 ? (
    <Alert color="green" icon={<IconChecks aria-hidden />} title="Every row is what the events say" />
  ) : (
    <Stack gap="sm">
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="Some rows are not what the events say" />
      <DifferenceList differences={differences} />
    </Stack>
  );

function Story({ story }: { story: readonly Told[] }) {
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb="md">
        What happened
      </Title>
      <Timeline bulletSize={14} lineWidth={2} active={story.length}>
        {story.map(({ at, actor, text }, index) => (
          // Two things can have the same time and text. The order of a story does not change.
          <Timeline.Item key={index}>
            <Text className="long-words">{text}</Text>
            <Text size="sm" c="dimmed" className="long-words">
              {formatTime(at)} · {actor.role === "system" ? "Till" : actor.id}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Card>
  );
}
