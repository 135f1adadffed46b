import { Button, Stack, Text } from "@mantine/core";
import { Dialog } from "../layout/dialog.tsx";
import { WaysToSignIn } from "./ways-to-sign-in.tsx";
import { leaveSession, useSession, useUser } from "./session.ts";

/** Asks a person with an expired session to sign in again, in a dialog over the page, so that their input is kept. */
export function SessionOver() {
  const isOver = useSession((session) => session.isOver);
  const user = useUser();
  return (
    <Dialog
      opened={isOver}
      onClose={leaveSession}
      title="Your session has ended"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Text>
          {user === null ? "" : `You were signed in as ${user.name}. `}Sign in again to continue. What you have entered
          on this page is kept.
        </Text>
        <WaysToSignIn role={user?.role} before={user?.id} />
        <Button variant="subtle" onClick={leaveSession}>
          Continue as a visitor
        </Button>
      </Stack>
    </Dialog>
  );
}
