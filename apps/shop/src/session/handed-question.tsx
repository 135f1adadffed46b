import { Button, Group, Stack, Text } from "@mantine/core";
import type { User } from "@till/contracts";
import { Dialog } from "../layout/dialog.tsx";
import { acceptHandedSession, refuseHandedSession } from "./handed-token.ts";
import { useUser } from "./session.ts";

const described = ({ name, email }: User) => (email === null || email === name ? name : `${name} (${email})`);

/** Asks whether the person wants a sign-in that a link has brought. */
export function HandedQuestion({ user }: { user: User }) {
  const me = useUser();
  return (
    <Dialog opened onClose={refuseHandedSession} title={`Sign in as ${user.name}?`} withCloseButton={false}>
      <Stack>
        <Text>
          The link that you have opened wants to sign you in as <strong>{described(user)}</strong>.{" "}
          {me === null ? null : (
            <>
              You are signed in as <strong>{described(me)}</strong>.
            </>
          )}
        </Text>
        <Text>If you have not asked for this, refuse it: what you order would be on an account that is not yours.</Text>
        <Group justify="end">
          <Button variant="default" onClick={acceptHandedSession}>
            Sign in as {user.name}
          </Button>
          <Button onClick={refuseHandedSession} data-autofocus>
            {me === null ? "Do not sign in" : `Stay signed in as ${me.name}`}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
