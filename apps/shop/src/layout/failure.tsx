import { Button } from "@mantine/core";
import { isRefusal } from "@till/client";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Message } from "./message.tsx";

/** What Till refuses is a sentence for shoppers; the rest is that it can't be reached, or a fault. */
export function explainFailure(error: unknown): string {
  if (isRefusal(error)) return error.data.refusal.message;
  if (error instanceof TypeError || (error instanceof Error && error.message === "Failed to fetch")) {
    return "The shop can't be reached just now. Check your connection, and try again.";
  }
  return error instanceof Error ? error.message : "Something went wrong.";
}

/** Stands where something should be that could not be loaded, and offers to try again. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Message
      icon={IconAlertTriangle}
      color="red"
      title="That did not work"
      action={
        <Button variant="light" onClick={retry}>
          Try again
        </Button>
      }
    >
      {explainFailure(error)}
    </Message>
  );
}
