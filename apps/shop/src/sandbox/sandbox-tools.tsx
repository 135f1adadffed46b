import { Tabs } from "@mantine/core";
import { Dialog } from "../layout/dialog.tsx";
import { tillOfPage } from "../till-of-page.ts";
import { MessageFaults } from "./message-faults.tsx";
import { ResetData } from "./reset-data.tsx";
import { TillClock } from "./till-clock.tsx";
import { Tills } from "./tills.tsx";

/** Tools for the sandbox: sandboxes of one's own and their clock, message failures and the reset. */
export function SandboxTools({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} onClose={close} title="Sandbox tools">
      <Tabs defaultValue="tills">
        <Tabs.List mb="md">
          <Tabs.Tab value="tills">Sandboxes</Tabs.Tab>
          {tillOfPage === null ? null : <Tabs.Tab value="clock">Clock</Tabs.Tab>}
          <Tabs.Tab value="reset">Reset data</Tabs.Tab>
          <Tabs.Tab value="faults">Simulate failures</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tills">
          <Tills />
        </Tabs.Panel>
        <Tabs.Panel value="clock">
          <TillClock />
        </Tabs.Panel>
        <Tabs.Panel value="reset">
          <ResetData close={close} />
        </Tabs.Panel>
        <Tabs.Panel value="faults">
          <MessageFaults close={close} />
        </Tabs.Panel>
      </Tabs>
    </Dialog>
  );
}
