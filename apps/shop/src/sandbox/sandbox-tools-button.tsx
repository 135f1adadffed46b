import { UnstyledButton } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { Suspense, lazy, useState } from "react";
import bar from "../layout/sandbox-bar.module.css";

/** Loaded when somebody wants them, so that the first page need not wait for them. */
const SandboxTools = lazy(async () => {
  const [{ SandboxTools: Tools }] = await Promise.all([import("./sandbox-tools.tsx"), import("../all-styles.ts")]);
  return { default: Tools };
});

/** Opens what one can do to a sandbox besides using it. */
export function SandboxToolsButton() {
  const [state, setState] = useState<"unused" | "open" | "closed">("unused");
  return (
    <>
      <UnstyledButton
        className={bar.person}
        aria-label="Sandbox tools"
        title="Sandbox tools"
        aria-haspopup="dialog"
        onClick={() => setState("open")}
      >
        <span className={bar.initials} aria-hidden>
          <IconAdjustments size={16} />
        </span>
      </UnstyledButton>
      {state === "unused" ? null : (
        <Suspense>
          <SandboxTools opened={state === "open"} close={() => setState("closed")} />
        </Suspense>
      )}
    </>
  );
}
