import { UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconAdjustments } from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { loadPart } from "../layout/load-part.ts";
import bar from "../layout/sandbox-bar.module.css";

type Tools = ComponentType<{ opened: boolean; close: () => void }>;

/** Loaded on demand, so that the first page does not wait for it. */
async function loadTools(): Promise<Tools> {
  const [{ SandboxTools }] = await loadPart(() =>
    Promise.all([import("./sandbox-tools.tsx"), import("../all-styles.ts")]),
  );
  return SandboxTools;
}

/** Opens the sandbox tools. */
export function SandboxToolsButton() {
  const [SandboxTools, setTools] = useState<Tools>();
  const [isOpen, { open, close }] = useDisclosure();
  const show = () => {
    open();
    if (SandboxTools) return;
    loadTools()
      .then((loaded) => setTools(() => loaded))
      .catch(() => {
        close();
        notifications.show({
          color: "red",
          title: "Sandbox tools could not be loaded",
          message: "Check your connection, and try again.",
        });
      });
  };
  return (
    <>
      <UnstyledButton
        className={bar.person}
        aria-label="Sandbox tools"
        title="Sandbox tools"
        aria-haspopup="dialog"
        onClick={show}
      >
        <span className={bar.initials} aria-hidden>
          <IconAdjustments size={16} />
        </span>
      </UnstyledButton>
      {SandboxTools ? <SandboxTools opened={isOpen} close={close} /> : null}
    </>
  );
}
