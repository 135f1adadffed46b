import { Button, Text } from "@mantine/core";
import { useIsSandbox } from "./demo-people-query.ts";
import { goToLoginPage } from "./login-page.ts";
import { leaveSession, useUser } from "./session.ts";

/** Who is signed in, and the way out or in. In the sandbox the bar at the top has all of it. */
export function Account() {
  const isSandbox = useIsSandbox();
  const user = useUser();
  if (isSandbox) return null;
  if (user === null)
    return (
      <Button variant="default" size="compact-md" onClick={goToLoginPage}>
        Sign in
      </Button>
    );
  return (
    <>
      <Text size="sm" c="dimmed" truncate maw={160} visibleFrom="sm" title={`Signed in as ${user.name}`}>
        {user.name}
      </Text>
      <Button variant="default" size="compact-md" onClick={leaveSession}>
        Sign out
      </Button>
    </>
  );
}
