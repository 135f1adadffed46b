import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { currentToken } from "../session/session.ts";
import { tillUrl } from "../till-of-page.ts";
import { explainFailure } from "./failure.tsx";
import { saveFile } from "./save-file.ts";

/** Fetches a file of the API as CSV. The request has a header, so it can't be a link. */
async function fetchCsv(path: string): Promise<Blob> {
  const response = await fetch(`${tillUrl}${path}`, {
    headers: { accept: "text/csv", authorization: `Bearer ${currentToken() ?? ""}` },
  });
  if (!response.ok) throw new Error(`The file was refused with ${response.status}.`);
  return response.blob();
}

/** Downloads the CSV at a path of the API. `failed` is the title of the notice if it can't be had. */
export function DownloadCsv({ path, file, failed }: { path: string; file: string; failed: string }) {
  const download = useMutation({
    mutationFn: fetchCsv,
    onSuccess: (blob) => saveFile(blob, file),
    onError: (error) => notifications.show({ color: "red", title: failed, message: explainFailure(error) }),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate(path)}
    >
      CSV
    </Button>
  );
}
