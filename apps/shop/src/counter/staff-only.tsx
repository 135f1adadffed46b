import { Page } from "../layout/page.tsx";
import { useUser } from "../session/session.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";

/** In place of the counter, for whoever is not staff: says so, and in a sandbox offers to become somebody who is. */
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
