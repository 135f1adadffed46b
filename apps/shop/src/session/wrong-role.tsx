import type { Role } from "@till/contracts";
import { IconUserQuestion } from "@tabler/icons-react";
import { Message } from "../layout/message.tsx";
import { useUser } from "./session.ts";

const whoElse: Record<Role, string> = {
  customer: "Only customers can do this. Switch to a customer in the bar at the top.",
  staff: "Only staff can see this. Switch to staff in the bar at the top.",
};

/** Replaces a page that is for another role. */
export function WrongRole({ needed }: { needed: Role }) {
  return (
    <Message icon={IconUserQuestion} title={`You are signed in as ${useUser()?.name ?? "nobody"}`}>
      {whoElse[needed]}
    </Message>
  );
}
