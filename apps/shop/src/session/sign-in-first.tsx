import { Alert, Card, Text, Title } from "@mantine/core";
import type { Role } from "@till/contracts";
import { pageSettings } from "../page-settings.ts";
import { WaysToSignIn } from "./ways-to-sign-in.tsx";
import { useSession } from "./session.ts";

/** Asks the visitor to sign in and says why. In the sandbox they choose a demo person. */
export function SignInFirst({ why, role }: { why: string; role?: Role }) {
  const lapsed = useSession((session) => session.lapsed);
  return (
    <Card withBorder padding="lg" maw={520} mx="auto">
      {lapsed === null ? null : (
        <Alert color="yellow" mb="md">
          The session of {lapsed.name} has ended. Sign in again to continue.
        </Alert>
      )}
      <Title order={2} size="h3" mb={4}>
        {pageSettings.isSandbox ? "Choose a demo account" : "Sign in"}
      </Title>
      <Text c="dimmed" mb="md">
        {why}
      </Text>
      <WaysToSignIn role={role} before={lapsed?.id} />
    </Card>
  );
}
