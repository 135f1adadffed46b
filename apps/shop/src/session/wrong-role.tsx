import type { Role } from "@till/contracts";
import { IconUserQuestion } from "@tabler/icons-react";
import { Message } from "../layout/message.tsx";
import { pageSettings } from "../page-settings.ts";
import { useUser } from "./session.ts";

const whoElse: Record<Role, string> = {
  customer: "Only customers can do this.",
  staff: "Only staff can see this.",
};

const inSandbox: Record<Role, string> = {
  customer: "Switch to a customer in the bar at the top.",
  staff: "Switch to staff in the bar at the top.",
};

/** Replaces a page that is for another role. */
export function WrongRole({ needed }: { needed: Role }) {
  return (
    <Message icon={IconUserQuestion} title={`You are signed in as ${useUser()?.name ?? "nobody"}`}>
      {whoElse[needed]} {pageSettings.isSandbox ? inSandbox[needed] : "Sign out first, then sign in as somebody else."}
    </Message>
  );
}
