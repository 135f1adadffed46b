import { Anchor, Button, UnstyledButton } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** Links of the router that look like Mantine's components. */
export const AnchorLink = createLink(Anchor<"a">);
export const ButtonLink = createLink(Button<"a">);
export const PlainLink = createLink(UnstyledButton<"a">);
