import { Container, Group, Text, UnstyledButton } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { User } from "@till/contracts";
import { IconAdjustments, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { leaveSession, useUser } from "../session/session.ts";
import { demoPeopleQuery } from "../session/sign-in-first.tsx";
import { useSignIn } from "../session/use-sign-in.ts";
import classes from "./sandbox-bar.module.css";

/** Loaded when somebody wants them, so that the first page need not wait for them. */
const SandboxTools = lazy(async () => ({ default: (await import("../sandbox/sandbox-tools.tsx")).SandboxTools }));

/** The strip above the shop where the sandbox is on: no money moves here, and anybody may be anyone. */
export function SandboxBar() {
  const { data, error } = useQuery(demoPeopleQuery());
  const me = useUser();
  const { become } = useSignIn();
  if (isRefusal(error, "FORBIDDEN")) return null;
  return (
    <aside className={classes.bar} aria-label="Sandbox">
      <Container size="lg" h="100%">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Text size="sm" className={classes.note}>
            <strong>Sandbox</strong>
            <span className={classes.wide}> · no real money moves here</span>
          </Text>
          <Group gap={4} wrap="nowrap" role="group" aria-label="Who am I?">
            <Person name="Visitor" role="not signed in" isMe={me === null} onClick={leaveSession}>
              <IconUser size={16} aria-hidden />
            </Person>
            {data?.users.map(({ id, name, role }) => (
              <Person key={id} name={name} role={role} isMe={me?.id === id} onClick={() => become(id)}>
                {initials(name)}
              </Person>
            ))}
            <Tools />
          </Group>
        </Group>
      </Container>
    </aside>
  );
}

function Tools() {
  const [state, setState] = useState<"unused" | "open" | "closed">("unused");
  return (
    <>
      <UnstyledButton
        className={classes.person}
        aria-label="What to do with the sandbox"
        title="What to do with the sandbox"
        aria-haspopup="dialog"
        onClick={() => setState("open")}
      >
        <span className={classes.initials} aria-hidden>
          <IconAdjustments size={16} />
        </span>
      </UnstyledButton>
      {state === "unused" ? null : (
        <Suspense>
          <SandboxTools opened={state === "open"} close={() => setState("closed")} />
        </Suspense>
      )}
    </>
  );
}

function Person(props: { name: string; role: string; isMe: boolean; onClick: () => void; children: ReactNode }) {
  const { name, role, isMe, onClick, children } = props;
  return (
    <UnstyledButton
      className={classes.person}
      aria-label={`${name}, ${role}`}
      aria-pressed={isMe}
      title={`${name}, ${role}`}
      onClick={onClick}
    >
      <span className={classes.initials} aria-hidden>
        {children}
      </span>
      <span className={classes.name} aria-hidden>
        {name.split(" ")[0]}
        {role === "staff" ? <em className={classes.role}>staff</em> : null}
      </span>
    </UnstyledButton>
  );
}

const initials = (name: User["name"]) =>
  name
    .split(" ")
    .map(([first]) => first)
    .slice(0, 2)
    .join("");
