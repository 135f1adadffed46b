import { Button, Text } from "@mantine/core";
import { pageSettings } from "../page-settings.ts";
import { goToLoginPage } from "./login-page.ts";
import { leaveSession, useUser } from "./session.ts";

/** Who is signed in, and the way out or in. In the sandbox the bar at the top has all of it. */
export function Account() {
  const user = useUser();
  if (pageSettings.isSandbox) return null;
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
