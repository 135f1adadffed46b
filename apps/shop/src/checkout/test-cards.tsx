import { Accordion, Badge, Group, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import {
  type Outcome,
  type PaymentSource,
  cardBrandNames,
  paymentSources,
  processingMs,
  scenarioExamples,
} from "@till/contracts";
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

/** What fills the form: a test card, a UPI address or a token. */
export type PickedSource = Omit<PaymentSource, "outcome">;

const nameOf = ({ card, upi, token }: PickedSource) =>
  card ? `${cardBrandNames[card.brand]} ${groupDigits(card.number)}` : (upi ?? token ?? "");

/** The simulator's payment sources, and scenarios of what goes wrong. A click fills the form with one. */
export function TestCards({ onPick }: { onPick: (source: PickedSource) => void }) {
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
              <Choice key={nameOf(source)} source={source} {...tellOutcome(source.outcome)} onPick={onPick} />
            ))}
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="scenarios">
        <Accordion.Control>
          <Text fw={600}>Scenarios</Text>
          <Text size="sm" c="dimmed">
            What goes wrong on the way: a lost answer, a late success, a refund that fails.
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            {scenarioExamples.map(({ token, text }) => (
              <Choice key={token} source={{ token, card: null, upi: null }} text={text} color="grape" onPick={onPick} />
            ))}
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Choice(props: { source: PickedSource; text: string; color: string; onPick: (source: PickedSource) => void }) {
  const { source, text, color, onPick } = props;
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
