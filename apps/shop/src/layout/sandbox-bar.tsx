import { Container, Group, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import type { User } from "@till/contracts";
import { skipToken, useQuery } from "@tanstack/react-query";
import { SandboxToolsButton } from "../sandbox/sandbox-tools-button.tsx";
import { clockQuery } from "../sandbox/clock-query.ts";
import { leaveSession, useUser } from "../session/session.ts";
import { demoPeopleQuery } from "../session/demo-people-query.ts";
import { useSignIn } from "../session/use-sign-in.ts";
import { tillOfPage } from "../till-of-page.ts";
import { trpc } from "../till.ts";
import classes from "./sandbox-bar.module.css";

/** The bar above the shop in the sandbox: no real money moves, and anybody can sign in as anyone. */
export function SandboxBar() {
  const { data } = useQuery(demoPeopleQuery());
  const me = useUser();
  const { become } = useSignIn();
  const till = useQuery(trpc.sandbox.tills.get.queryOptions(tillOfPage === null ? skipToken : { id: tillOfPage }));
  // The pages measure deadlines by the clock of the till, also while the tools are closed.
  useQuery(clockQuery());
  return (
    <aside className={classes.bar} aria-label="Sandbox">
      <Container size="lg" h="100%">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Text size="sm" className={classes.note}>
            <strong>{till.data?.name ?? "Sandbox"}</strong>
            <span className={classes.wide}> · no real money moves</span>
          </Text>
          <Group gap={4} wrap="nowrap" role="group" aria-label="Signed in as">
            <Person name="Visitor" role="not signed in" isMe={me === null} onClick={leaveSession} />
            {data?.users.map(({ id, name, role }) => (
              <Person key={id} {...{ name, role }} isMe={me?.id === id} onClick={() => become(id)} />
            ))}
            <SandboxToolsButton />
          </Group>
        </Group>
      </Container>
    </aside>
  );
}

/** The stylesheet adds the ornaments, so that the accessible name is the visible text. */
function Person(props: { name: string; role: string; isMe: boolean; onClick: () => void }) {
  const { name, role, isMe, onClick } = props;
  return (
    <UnstyledButton className={classes.person} aria-pressed={isMe} title={`${name}, ${role}`} onClick={onClick}>
      <span className={classes.initials} data-initials={initials(name)} />
      <span className={classes.name} data-role={role} aria-hidden>
        {name.split(" ")[0]}
      </span>
      <VisuallyHidden>{`${name}, ${role}`}</VisuallyHidden>
    </UnstyledButton>
  );
}

const initials = (name: User["name"]) =>
  name
    .split(" ")
    .map(([first]) => first)
    .slice(0, 2)
    .join("");
