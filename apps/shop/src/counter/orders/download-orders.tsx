import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { explainFailure } from "../../layout/failure.tsx";
import { currentToken } from "../../session/session.ts";
import { tillUrl } from "../../till-of-page.ts";
import { type OrdersSearch, filtersOf } from "./all-orders.ts";

/** Fetches the orders that the list shows as CSV. The request has a header, so it can't be a link. */
async function fetchOrders(search: OrdersSearch): Promise<Blob> {
  const filters = new URLSearchParams(Object.entries(filtersOf(search)).map(([name, value]) => [name, String(value)]));
  const response = await fetch(`${tillUrl}/v1/orders?${filters.toString()}`, {
    headers: { accept: "text/csv", authorization: `Bearer ${currentToken() ?? ""}` },
  });
  if (!response.ok) throw new Error(`The file was refused with ${response.status}.`);
  return response.blob();
}

/** Hands a file to the browser, as a click on a link to it does. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** All orders that the list shows, those that are not loaded yet too, as one file. */
export function DownloadOrders({ search }: { search: OrdersSearch }) {
  const download = useMutation({
    mutationFn: fetchOrders,
    onSuccess: (file) => save(file, "orders.csv"),
    onError: (error) =>
      notifications.show({ color: "red", title: "The orders could not be downloaded", message: explainFailure(error) }),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate(search)}
    >
      CSV
    </Button>
  );
}
