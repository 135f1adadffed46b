import { Modal, Tabs } from "@mantine/core";
import { MessageFaults } from "./message-faults.tsx";
import { ResetData } from "./reset-data.tsx";

/** What one can do to a sandbox besides using it. */
export function SandboxTools({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="The sandbox" centered>
      <Tabs defaultValue="reset">
        <Tabs.List mb="md">
          <Tabs.Tab value="reset">Begin anew</Tabs.Tab>
          <Tabs.Tab value="faults">Break messages</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reset">
          <ResetData close={close} />
        </Tabs.Panel>
        <Tabs.Panel value="faults">
          <MessageFaults close={close} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
