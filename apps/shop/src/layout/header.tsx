import { Container, Group, Indicator, Text, VisuallyHidden } from "@mantine/core";
import { IconShoppingBag } from "@tabler/icons-react";
import { usePieces } from "../basket/basket.ts";
import { count } from "../format.ts";
import { pageSettings } from "../page-settings.ts";
import { Account } from "../session/account.tsx";
import { ColorSchemeToggle } from "./color-scheme-toggle.tsx";
import classes from "./header.module.css";
import { PlainLink } from "./link.tsx";
import { Navigation } from "./navigation.tsx";

export function Header() {
  return (
    <header className={classes.header}>
      <Container size="lg" h="100%">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <PlainLink to="/" className={classes.brand} aria-label={`${pageSettings.name}, to the catalogue`}>
            <img src="/favicon.svg" alt="" width={30} height={30} />
            <Text span fw={700} size="lg" truncate>
              {pageSettings.name}
            </Text>
          </PlainLink>
          <div className={classes.wide}>
            <Navigation label="Main" />
          </div>
          <Group gap="xs" wrap="nowrap">
            <Account />
            <ColorSchemeToggle />
            <BasketLink />
          </Group>
        </Group>
      </Container>
    </header>
  );
}

function BasketLink() {
  const pieces = usePieces();
  return (
    <Indicator label={pieces} size={18} offset={7} disabled={pieces === 0} aria-hidden={false}>
      <PlainLink to="/basket" className={classes.basket}>
        <IconShoppingBag aria-hidden />
        <VisuallyHidden>{pieces === 0 ? "Basket, empty" : `Basket, ${count(pieces, "item")}`}</VisuallyHidden>
      </PlainLink>
    </Indicator>
  );
}
