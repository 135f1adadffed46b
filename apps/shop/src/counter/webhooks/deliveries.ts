import type { WebhookDeliveryStatus } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { till } from "../../till.ts";

/** What the list of deliveries is narrowed to. It stands in the address. */
export interface DeliveriesSearch {
  endpoint?: string | undefined;
  status?: WebhookDeliveryStatus | undefined;
  order?: number | undefined;
}

/** The key of all lists of deliveries begins with it. */
export const deliveriesPath = ["webhooks", "deliveries", "list"] as const;

const pageSize = 25;

/** How often the list is looked at again, in milliseconds: deliveries go out by themselves. */
const pollMs = 5_000;

export const deliveriesQuery = ({ endpoint, status, order }: DeliveriesSearch) =>
  listQuery({
    path: deliveriesPath,
    input: {
      limit: pageSize,
      ...(endpoint !== undefined && { endpointId: endpoint }),
      ...(status && { status }),
      ...(order !== undefined && { orderId: order }),
    },
    read: (input, options) => till.webhooks.deliveries.list.query(input, options),
    pollMs,
  });
