import { DownloadCsv } from "../../layout/download-csv.tsx";
import { type OrdersSearch, filtersOf } from "./all-orders.ts";

/** All orders that the list shows, those that are not loaded yet too, as one file. */
export function DownloadOrders({ search }: { search: OrdersSearch }) {
  const filters = new URLSearchParams(Object.entries(filtersOf(search)).map(([name, value]) => [name, String(value)]));
  return (
    <DownloadCsv
      path={`/v1/orders?${filters.toString()}`}
      file="orders.csv"
      failed="The orders could not be downloaded"
    />
  );
}
