import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Failure } from "./failure.tsx";
import { Message } from "./message.tsx";
import { Page } from "./page.tsx";

/** A part of the shop that was not loaded: there is a newer version of it, or the connection was lost. */
const isMissingPart = (error: unknown) => error instanceof Error && /dynamically imported module/i.test(error.message);

/** In place of a page that failed. The rest of the shop stays usable. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  if (!isMissingPart(error)) {
    return (
      <Page title="Something went wrong">
        <Failure error={error} retry={reset} />
      </Page>
    );
  }
  return (
    <Page title="Please load the shop again">
      <Message
        icon={IconAlertTriangle}
        color="yellow"
        title="A part of the shop could not be loaded"
        action={
          <Button leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => window.location.reload()}>
            Load again
          </Button>
        }
      >
        Your connection was lost for a moment, or there is a newer version of the shop. Your basket is kept.
      </Message>
    </Page>
  );
}
