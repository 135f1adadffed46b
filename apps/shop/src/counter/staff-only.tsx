import { Button } from "@mantine/core";
import { IconCashRegister } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/session.ts";
import { useSignIn } from "../session/use-sign-in.ts";
import { trpc } from "../till.ts";

/** In place of the counter, for whoever is not staff: says so, and in a sandbox offers to become somebody who is. */
export function StaffOnly() {
  const user = useUser();
  const { data } = useQuery(trpc.sandbox.users.queryOptions(undefined, { staleTime: Infinity }));
  const { become, isPending } = useSignIn();
  const staff = data?.users.find(({ role }) => role === "staff");
  return (
    <Page title="Counter">
      <Message
        icon={IconCashRegister}
        color="pine"
        title="The counter is for staff"
        action={
          staff ? (
            <Button loading={isPending} onClick={() => become(staff.id)}>
              Continue as {staff.name}, staff
            </Button>
          ) : undefined
        }
      >
        Here all orders are served: cash is taken, money given back, and webhooks are set up.{" "}
        {user ? `You are signed in as ${user.name}, who is a customer.` : "You are not signed in."}
      </Message>
    </Page>
  );
}
