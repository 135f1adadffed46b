import { Page } from "../layout/page.tsx";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";

/** Replaces the counter for people who are not staff. In a sandbox it offers to switch to staff. */
export function StaffOnly() {
  const user = useUser();
  const who = user === null ? "" : ` You are signed in as ${user.name}, a customer.`;
  return (
    <Page title="Counter">
      <SignInFirst
        role="staff"
        why={`The counter is for staff: they serve orders, make refunds and set up webhooks here.${who}`}
      />
    </Page>
  );
}
