import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh, IconWifiOff } from "@tabler/icons-react";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Failure } from "./failure.tsx";
import { MissingPart } from "./load-part.ts";
import { Message } from "./message.tsx";
import { Page } from "./page.tsx";

/** Replaces a page that failed. The rest of the shop stays usable. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const [isOffline] = useState(() => !navigator.onLine);
  if (error instanceof MissingPart) return isOffline ? <LoadOnceOnline /> : <LoadAgain />;
  return (
    <Page title="Something went wrong">
      <Failure error={error} retry={reset} />
    </Page>
  );
}

const reload = () => window.location.reload();

const LoadAgain = () => (
  <Page title="Please load the shop again">
    <Message
      icon={IconAlertTriangle}
      color="yellow"
      title="A part of the shop could not be loaded"
      action={
        <Button leftSection={<IconRefresh size={18} aria-hidden />} onClick={reload}>
          Load again
        </Button>
      }
    >
      There may be a newer version of the shop, or your connection was lost for a moment. Your basket is kept.
    </Message>
  </Page>
);

/** Reloads the page when the connection is back. A browser may not try a failed script again without a reload. */
function LoadOnceOnline() {
  useEffect(() => {
    window.addEventListener("online", reload, { once: true });
    return () => window.removeEventListener("online", reload);
  }, []);
  return (
    <Page title="You are offline">
      <Message icon={IconWifiOff} color="yellow" title="This page is not loaded yet">
        It opens as soon as you are back online. Your basket is kept.
      </Message>
    </Page>
  );
}
