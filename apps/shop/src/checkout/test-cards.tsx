import { Accordion, Badge, Group, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { type Outcome, type PaymentSource, cardBrandNames, paymentSources, processingMs } from "@till/contracts";
import { groupDigits } from "./payment-choice.ts";
import classes from "./test-cards.module.css";

/** The text and the colour of an outcome, for the person who pays. */
function tellOutcome(outcome: Outcome): { text: string; color: string } {
  switch (outcome) {
    case "succeeded":
      return { text: "Succeeds", color: "green" };
    case "requires_action":
      return { text: "Asks your bank first (3-D Secure)", color: "yellow" };
    case "processing":
      return { text: `Takes ${processingMs / 1000} seconds, then succeeds`, color: "blue" };
    case "processing_fails":
      return { text: `Takes ${processingMs / 1000} seconds, then fails`, color: "blue" };
    case "payment_failed":
      return { text: "Fails", color: "red" };
    case "generic_decline":
      return { text: "Declined", color: "red" };
    case "incorrect_cvc":
      return { text: "Declined: incorrect CVC", color: "red" };
    case "insufficient_funds":
    case "lost_card":
    case "stolen_card":
    case "expired_card":
    case "processing_error":
      return { text: `Declined: ${outcome.replaceAll("_", " ")}`, color: "red" };
  }
}

const nameOf = ({ card, upi, token }: PaymentSource) =>
  card ? `${cardBrandNames[card.brand]} ${groupDigits(card.number)}` : (upi ?? token ?? "");

/** The simulator's payment sources. A click fills the form with one. */
export function TestCards({ onPick }: { onPick: (source: PaymentSource) => void }) {
  return (
    <Accordion variant="contained" defaultValue="cards">
      <Accordion.Item value="cards">
        <Accordion.Control>
          <Text fw={600}>Test cards</Text>
          <Text size="sm" c="dimmed">
            Pick an outcome. Don&rsquo;t enter a real card.
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            {paymentSources.map((source) => (
              <Choice key={nameOf(source)} source={source} onPick={onPick} />
            ))}
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Choice({ source, onPick }: { source: PaymentSource; onPick: (source: PaymentSource) => void }) {
  const { text, color } = tellOutcome(source.outcome);
  return (
    <UnstyledButton className={classes.choice} onClick={() => onPick(source)}>
      <Group gap={8} wrap="nowrap">
        <Badge circle size="xs" color={color} aria-hidden />
        <Text size="sm" fw={600}>
          {text}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" className={classes.name}>
        {nameOf(source)}
      </Text>
    </UnstyledButton>
  );
}
