import { Accordion, Group, Pill, SegmentedControl, Select } from "@mantine/core";
import { type WebhookDeliveryStatus, webhookDeliveryStatuses } from "@till/contracts";
import { IconWebhook } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Failure } from "../../layout/failure.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { ButtonLink } from "../../layout/link.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { type DeliveriesSearch, deliveriesQuery } from "./deliveries.ts";
import classes from "./delivery-item.module.css";
import { DeliveryItem } from "./delivery-item.tsx";
import { endpointsQuery } from "./webhooks.ts";

const route = getRouteApi("/counter/deliveries");

const labels: Record<WebhookDeliveryStatus, string> = {
  PENDING: "On its way",
  SUCCEEDED: "Received",
  FAILED: "Failed",
};

/** Every webhook that was sent, with each attempt and what was answered. */
export function DeliveriesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (changes: DeliveriesSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false });
  return (
    <Page title="Deliveries">
      <Filters search={search} narrow={narrow} />
      <Deliveries search={search} />
    </Page>
  );
}

function Filters(props: { search: DeliveriesSearch; narrow: (changes: DeliveriesSearch) => void }) {
  const { search, narrow } = props;
  const { data } = useQuery(endpointsQuery());
  return (
    <Group mb="md" gap="sm">
      <Select
        aria-label="Endpoint"
        placeholder="To every endpoint"
        clearable
        clearButtonProps={{ "aria-label": "To every endpoint" }}
        flex={1}
        miw={220}
        data={(data?.items ?? []).map(({ id, url }) => ({ value: id, label: url }))}
        value={search.endpoint ?? null}
        onChange={(endpoint) => narrow({ endpoint: endpoint ?? undefined })}
      />
      {search.order === undefined ? null : (
        <Pill
          size="lg"
          withRemoveButton
          removeButtonProps={{ "aria-label": "Of all orders", "aria-hidden": false, tabIndex: 0 }}
          onRemove={() => narrow({ order: undefined })}
        >
          Order #{search.order}
        </Pill>
      )}
      <SegmentedControl
        aria-label="Status"
        data={[
          { value: "ALL", label: "All" },
          ...webhookDeliveryStatuses.map((value) => ({ value, label: labels[value] })),
        ]}
        value={search.status ?? "ALL"}
        onChange={(value) => narrow({ status: webhookDeliveryStatuses.find((status) => status === value) })}
      />
    </Group>
  );
}

function Deliveries({ search }: { search: DeliveriesSearch }) {
  const list = useInfiniteQuery({ ...deliveriesQuery(search), placeholderData: keepPreviousData });
  const { data: endpoints } = useQuery(endpointsQuery());
  if (list.isPending) return <LoadingRows what="The deliveries" rows={8} height={64} />;
  if (list.isError && list.data === undefined) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const deliveries = list.data.pages.flatMap(({ items }) => items);
  if (deliveries.length === 0)
    return (
      <Message
        icon={IconWebhook}
        title="Nothing was sent"
        action={
          <ButtonLink to="/counter/webhooks" variant="light">
            To the endpoints
          </ButtonLink>
        }
      >
        When something happens to an order, each endpoint that wants to know is told, and what it answers shows here.
      </Message>
    );
  const urlOf = (id: string) => endpoints?.items.find((endpoint) => endpoint.id === id)?.url ?? "a deleted endpoint";
  return (
    <>
      <Accordion
        variant="contained"
        classNames={{ root: classes.list, item: classes.item }}
        chevronPosition="left"
        multiple
        aria-busy={list.isPlaceholderData}
      >
        {deliveries.map((delivery) => (
          <DeliveryItem key={delivery.id} delivery={delivery} url={urlOf(delivery.endpointId)} />
        ))}
      </Accordion>
      <LoadMore list={list} />
    </>
  );
}
