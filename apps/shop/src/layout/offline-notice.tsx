import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconWifiOff } from "@tabler/icons-react";

/** Says that there is no connection, and what still works. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {online ? null : (
        <Alert color="yellow" radius={0} icon={<IconWifiOff aria-hidden />} title="You are offline">
          You can browse what is loaded and fill your basket. You can order and pay when you are back online.
        </Alert>
      )}
    </div>
  );
}
