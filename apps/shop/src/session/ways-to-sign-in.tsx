import { Avatar, Button, Skeleton, Stack, Text } from "@mantine/core";
import type { Role, User } from "@till/contracts";
import { useQuery } from "@tanstack/react-query";
import { Failure } from "../layout/failure.tsx";
import { pageSettings } from "../page-settings.ts";
import { demoPeopleQuery } from "./demo-people-query.ts";
import { goToLoginPage } from "./login-page.ts";
import { useSignIn } from "./use-sign-in.ts";

interface Wish {
  readonly role: Role | undefined;
  readonly before?: User["id"] | undefined;
}

/**
 * The ways to sign in: as a demo person of a role in the sandbox, or else at the shop's login page. The person who was
 * signed in before comes first.
 */
export const WaysToSignIn = (wish: Wish) => (pageSettings.isSandbox ? <DemoPeople {...wish} /> : <LoginPage />);

const LoginPage = () => (
  <Stack align="start">
    <Text>The login page of the shop leads back here, and your basket is kept.</Text>
    <Button onClick={goToLoginPage}>Sign in</Button>
  </Stack>
);

function DemoPeople({ role, before }: Wish) {
  const { data, error, refetch } = useQuery(demoPeopleQuery());
  const { become, isPending } = useSignIn();
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  return (
    <Stack gap="xs">
      {data.users
        .filter((user) => role === undefined || user.role === role)
        .toSorted((a, b) => Number(b.id === before) - Number(a.id === before))
        .map(({ id, name, email, role: theirRole }) => (
          <Button
            key={id}
            variant="default"
            size="lg"
            justify="start"
            disabled={isPending}
            leftSection={<Avatar name={name} color="pine" size={32} aria-hidden />}
            onClick={() => become(id)}
          >
            {name}
            <Text span size="sm" c="dimmed" ml="xs" visibleFrom="xs">
              {theirRole === "staff" ? "staff" : email}
            </Text>
          </Button>
        ))}
      <Text size="sm" c="dimmed">
        This is a sandbox: no account has a password.
      </Text>
    </Stack>
  );
}
