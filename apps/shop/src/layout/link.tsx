import {
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  UnstyledButton,
  type UnstyledButtonProps,
} from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";

type Link<Props> = Props & Omit<ComponentProps<"a">, keyof Props>;

/** Links of the router that look like Mantine's components. */
export const AnchorLink = createLink((props: Link<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: Link<ButtonProps>) => <Button component="a" {...props} />);
export const PlainLink = createLink((props: Link<UnstyledButtonProps>) => <UnstyledButton component="a" {...props} />);
