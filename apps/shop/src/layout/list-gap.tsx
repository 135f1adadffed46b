import type { ReactNode } from "react";
import { Failure, Offline } from "./failure.tsx";

/** The loading state of any list. */
interface ListState {
  data: unknown;
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  fetchStatus: "fetching" | "paused" | "idle";
  refetch: () => Promise<unknown>;
}

/**
 * What replaces a list that can't be shown: loading, failed or offline. Null if the list can be shown. Offline, the
 * results of the previous search are not shown for a new one.
 */
export function listGap(list: ListState, loading: ReactNode): ReactNode {
  const isMissing = list.isPending || list.isPlaceholderData;
  if (isMissing && list.fetchStatus === "paused") return <Offline />;
  if (list.isPending) return loading;
  if (list.data === undefined) return <Failure error={list.error} retry={() => void list.refetch()} />;
  return null;
}
