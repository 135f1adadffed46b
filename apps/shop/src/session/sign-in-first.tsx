import { Alert, Card, Text, Title } from "@mantine/core";
import type { Role } from "@till/contracts";
import { useIsSandbox } from "./demo-people-query.ts";
import { DemoPeople } from "./demo-people.tsx";
import { useSession } from "./session.ts";

/** Asks the visitor to sign in and says why. In the sandbox they choose a demo person. */
export function SignInFirst({ why, role }: { why: string; role?: Role }) {
  const isSandbox = useIsSandbox();
  const lapsed = useSession((session) => session.lapsed);
  return (
    <Card withBorder padding="lg" maw={520} mx="auto">
      {lapsed === null ? null : (
        <Alert color="yellow" mb="md">
          The session of {lapsed.name} has ended. Sign in again to continue.
        </Alert>
      )}
      <Title order={2} size="h3" mb={4}>
        {isSandbox ? "Choose a demo account" : "Sign in"}
      </Title>
      <Text c="dimmed" mb="md">
        {why}
      </Text>
      <DemoPeople role={role} before={lapsed?.id} />
    </Card>
  );
}
