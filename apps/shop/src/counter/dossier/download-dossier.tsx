import { Button } from "@mantine/core";
import type { Dossier } from "@till/contracts";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** Downloads the dossier as JSON, as Till answered it. */
export function DownloadDossier({ dossier }: { dossier: Dossier }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const file = URL.createObjectURL(new Blob([JSON.stringify(dossier, null, 2)], { type: "application/json" }));
    setUrl(file);
    return () => URL.revokeObjectURL(file);
  }, [dossier]);
  return (
    <Button
      component="a"
      href={url}
      download={`order-${dossier.order.id}.json`}
      variant="light"
      leftSection={<IconDownload size={18} aria-hidden />}
    >
      Download
    </Button>
  );
}
