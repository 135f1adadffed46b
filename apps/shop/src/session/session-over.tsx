import { Button, Stack, Text } from "@mantine/core";
import { isGuestId } from "@till/domain/guest-id";
import { Dialog } from "../layout/dialog.tsx";
import { WaysToSignIn } from "./ways-to-sign-in.tsx";
import { leaveSession, useSession, useUser } from "./session.ts";

/** Asks a person with an expired session to sign in again, in a dialog over the page, so that their input is kept. */
export function SessionOver() {
  const isOver = useSession((session) => session.isOver);
  const user = useUser();
  const isGuest = user !== null && isGuestId(user.id);
  return (
    <Dialog
      opened={isOver}
      onClose={leaveSession}
      title={isGuest ? "Your link has ended" : "Your session has ended"}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        {isGuest ? (
          <Text>Ask the shop for a new link to your order, and open it.</Text>
        ) : (
          <>
            <Text>
              {user === null ? "" : `You were signed in as ${user.name}. `}Sign in again to continue. What you have
              entered on this page is kept.
            </Text>
            <WaysToSignIn role={user?.role} before={user?.id} />
          </>
        )}
        <Button variant="subtle" onClick={leaveSession}>
          Continue as a visitor
        </Button>
      </Stack>
    </Dialog>
  );
}
