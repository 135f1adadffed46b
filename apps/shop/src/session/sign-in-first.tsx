import { Avatar, Button, Card, Skeleton, Stack, Text, Title } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Role } from "@till/contracts";
import { useQuery } from "@tanstack/react-query";
import { Failure } from "../layout/failure.tsx";
import { trpc } from "../till.ts";
import { useSignIn } from "./use-sign-in.ts";

export const demoPeopleQuery = () => trpc.sandbox.users.queryOptions(undefined, { staleTime: Infinity });

/** Asks who the visitor is, and says why: in the sandbox by choosing one of the demo people. */
export function SignInFirst({ why, role }: { why: string; role?: Role }) {
  const { data, error, refetch } = useQuery(demoPeopleQuery());
  const { become, isPending } = useSignIn();
  if (error && !isRefusal(error, "FORBIDDEN")) return <Failure error={error} retry={() => void refetch()} />;
  const people = data?.users.filter((user) => role === undefined || user.role === role);
  return (
    <Card withBorder padding="lg" maw={520} mx="auto">
      <Title order={2} size="h3" mb={4}>
        Who are you?
      </Title>
      <Text c="dimmed" mb="md">
        {why}
      </Text>
      {error ? (
        <Text>Sign in at the login page of the shop. It leads back here, and your basket is kept.</Text>
      ) : (
        <Stack gap="xs">
          {people?.map(({ id, name, email, role: theirRole }) => (
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
          )) ?? <Skeleton height={160} />}
          <Text size="sm" c="dimmed">
            This is a sandbox: nobody has a password.
          </Text>
        </Stack>
      )}
    </Card>
  );
}
