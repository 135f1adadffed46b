import { Button } from "@mantine/core";
import { isRefusal } from "@till/client";
import { IconAlertTriangle, IconWifiOff } from "@tabler/icons-react";
import { TRPCClientError } from "@trpc/client";
import { Message } from "./message.tsx";

/**
 * Whether an error is a connection failure: `fetch` then throws a TypeError, with a different message in each browser
 * (https://fetch.spec.whatwg.org/#fetch-method).
 */
const isUnreached = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof TRPCClientError && error.cause instanceof TypeError);

/** Why something failed, as a sentence for a shopper: Till's own sentence, no connection, or a fault. */
export function explainFailure(error: unknown): string {
  if (isRefusal(error)) return error.data.refusal.message;
  if (isUnreached(error)) return "The shop can't be reached. Check your connection, and try again.";
  // Till's answers are sentences. Errors of the program are not for shoppers.
  if (error instanceof TRPCClientError && error.data != null) return error.message;
  return "The shop did not answer as it should. Try again in a moment.";
}

/** Replaces something that could not be loaded, and offers to try again. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Message
      icon={IconAlertTriangle}
      color="red"
      title="Something went wrong"
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

/** Replaces something that can't be loaded offline. It loads when the connection is back. */
export const Offline = () => (
  <Message icon={IconWifiOff} color="yellow" title="You are offline">
    This is not loaded yet. It appears as soon as you are back online.
  </Message>
);
