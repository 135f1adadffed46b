import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { explainFailure } from "../../layout/failure.tsx";
import { saveFile } from "../../layout/save-file.ts";
import { exportCustomer } from "./customers.ts";

/** Downloads everything that Till holds about a customer as one JSON file. */
export function ExportCustomer({ id }: { id: string }) {
  const download = useMutation({
    mutationFn: exportCustomer,
    onSuccess: (held) =>
      saveFile(new Blob([JSON.stringify(held, null, 2)], { type: "application/json" }), "customer.json"),
    onError: (error) =>
      notifications.show({ color: "red", title: "The data could not be exported", message: explainFailure(error) }),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate(id)}
    >
      Export data
    </Button>
  );
}
