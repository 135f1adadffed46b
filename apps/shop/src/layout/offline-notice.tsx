import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconWifiOff } from "@tabler/icons-react";

/** Says plainly that there is no connection, and what that means. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {online ? null : (
        <Alert color="yellow" radius={0} icon={<IconWifiOff aria-hidden />} title="You are offline">
          You can look around and fill your basket. Orders and payments have to wait until you are back.
        </Alert>
      )}
    </div>
  );
}
