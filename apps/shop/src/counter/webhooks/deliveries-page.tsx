import { Accordion, Group, Select } from "@mantine/core";
import { webhookDeliveryStatuses } from "@till/contracts";
import { IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ButtonLink } from "../../layout/link.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { OneOrAll } from "../../layout/one-or-all.tsx";
import { OrderPill } from "../../layout/order-pill.tsx";
import { Page } from "../../layout/page.tsx";
import { useList } from "../../layout/use-list.ts";
import { type DeliveriesSearch, deliveriesQuery } from "./deliveries.ts";
import classes from "./delivery-item.module.css";
import { DeliveryItem, deliveryStates } from "./delivery-item.tsx";
import { endpointsQuery } from "./webhooks.ts";

const route = getRouteApi("/counter/deliveries");

/** Every webhook, with each delivery attempt and its answer. */
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
        placeholder="All endpoints"
        clearable
        clearButtonProps={{ "aria-label": "Show all endpoints" }}
        flex={1}
        miw={220}
        data={(data?.items ?? []).map(({ id, url }) => ({ value: id, label: url }))}
        value={search.endpoint ?? null}
        onChange={(endpoint) => narrow({ endpoint: endpoint ?? undefined })}
      />
      {search.order === undefined ? null : (
        <OrderPill order={search.order} what="deliveries" showAll={() => narrow({ order: undefined })} />
      )}
      <OneOrAll
        label="Status"
        values={webhookDeliveryStatuses}
        nameOf={(status) => deliveryStates[status].label}
        chosen={search.status}
        choose={(status) => narrow({ status })}
      />
    </Group>
  );
}

function Deliveries({ search }: { search: DeliveriesSearch }) {
  const list = useList(deliveriesQuery(search));
  const { data: endpoints } = useQuery(endpointsQuery());
  const gap = listGap(list, <LoadingRows what="The deliveries" rows={8} height={64} />);
  if (gap !== null) return gap;
  if (list.items.length === 0)
    return (
      <Message
        icon={IconWebhook}
        title="No deliveries"
        action={
          <ButtonLink to="/counter/webhooks" variant="light">
            View endpoints
          </ButtonLink>
        }
      >
        When something happens to an order, each endpoint that listens for it gets a webhook. Its answers appear here.
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
        {list.items.map((delivery) => (
          <DeliveryItem key={delivery.id} delivery={delivery} url={urlOf(delivery.endpointId)} />
        ))}
      </Accordion>
      <LoadMore list={list} />
    </>
  );
}
