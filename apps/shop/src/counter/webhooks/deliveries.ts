import type { WebhookDeliveryStatus } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { till } from "../../till.ts";

/** The filters of the deliveries, as they are in the URL. */
export interface DeliveriesSearch {
  endpoint?: string | undefined;
  status?: WebhookDeliveryStatus | undefined;
  order?: number | undefined;
}

/** The keys of all lists of deliveries begin with this path. */
export const deliveriesPath = ["webhooks", "deliveries", "list"] as const;

const pageSize = 25;

/** How often the list is refreshed, in milliseconds: deliveries are sent in the background. */
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
