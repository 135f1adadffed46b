import { Button } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Message } from "./message.tsx";

/** Stands for a list in which a search found nothing: how to search, and the way back to all. */
export const NoMatch = (props: { icon: Icon; what: string; showAll: () => void; children: ReactNode }) => (
  <Message
    icon={props.icon}
    title={`No matching ${props.what}`}
    action={
      <Button variant="light" onClick={props.showAll}>
        Show all {props.what}
      </Button>
    }
  >
    {props.children}
  </Message>
);
