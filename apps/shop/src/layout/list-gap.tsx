import type { ReactNode } from "react";
import { Failure, Offline } from "./failure.tsx";

/** What a list of any kind knows of itself. */
interface ListState {
  data: unknown;
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  fetchStatus: "fetching" | "paused" | "idle";
  refetch: () => Promise<unknown>;
}

/**
 * What stands in the place of a list while it can't be shown: that it is being loaded, that it could not be, or that there
 * is no connection. Null where the list can be shown. Without a connection the results of the search before are not those
 * of this one, so they are not shown for it.
 */
export function listGap(list: ListState, loading: ReactNode): ReactNode {
  const isMissing = list.isPending || list.isPlaceholderData;
  if (isMissing && list.fetchStatus === "paused") return <Offline />;
  if (list.isPending) return loading;
  if (list.data === undefined) return <Failure error={list.error} retry={() => void list.refetch()} />;
  return null;
}
