import type { WebhookDeliveryStatus } from "@till/contracts";
import { trpc } from "../../till.ts";

/** What the list of deliveries is narrowed to. It stands in the address. */
export interface DeliveriesSearch {
  endpoint?: string | undefined;
  status?: WebhookDeliveryStatus | undefined;
  order?: number | undefined;
}

const pageSize = 25;

/** How often the list is looked at again, in milliseconds: deliveries go out by themselves. */
const pollMs = 5_000;

export const deliveriesQuery = ({ endpoint, status, order }: DeliveriesSearch) =>
  trpc.webhooks.deliveries.list.infiniteQueryOptions(
    {
      limit: pageSize,
      ...(endpoint !== undefined && { endpointId: endpoint }),
      ...(status && { status }),
      ...(order !== undefined && { orderId: order }),
    },
    { getNextPageParam: ({ nextCursor }) => nextCursor, refetchInterval: pollMs },
  );
