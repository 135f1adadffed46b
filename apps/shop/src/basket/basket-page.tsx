import { Alert, Button, Card, Divider, Grid, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Currency, OrderLine, Quote } from "@till/contracts";
import { IconShoppingBag } from "@tabler/icons-react";
import { Fragment } from "react";
import { count, formatMoney } from "../format.ts";
import { Failure, Offline } from "../layout/failure.tsx";
import { ButtonLink } from "../layout/link.tsx";
import { Message } from "../layout/message.tsx";
import { MoneyRows } from "../layout/money-rows.tsx";
import { Page } from "../layout/page.tsx";
import { useBasket, usePieces } from "./basket.ts";
import classes from "./basket-page.module.css";
import { BasketLine } from "./basket-line.tsx";
import { DiscountField } from "./discount-field.tsx";
import { findProblem, shortageOf, useQuote } from "./use-quote.ts";

export function BasketPage() {
  const pieces = usePieces();
  const quoted = useQuote();
  if (pieces === 0) {
    return (
      <Page title="Your basket">
        <Message
          icon={IconShoppingBag}
          title="Your basket is empty"
          action={<ButtonLink to="/">Browse products</ButtonLink>}
        >
          Products that you add stay here, even when you close the window.
        </Message>
      </Page>
    );
  }
  return (
    <Page title="Your basket" aside={count(pieces, "item")}>
      {quoted.data ? (
        <FilledBasket quote={quoted.data} isStale={quoted.isStale} codeProblem={quoted.codeProblem} />
      ) : quoted.isError ? (
        <Failure error={quoted.error} retry={() => void quoted.refetch()} />
      ) : quoted.fetchStatus === "paused" ? (
        <Offline />
      ) : (
        <Skeleton height={280} radius="md" aria-busy="true" aria-label="The basket is being priced" />
      )}
    </Page>
  );
}

function FilledBasket(props: { quote: Quote; isStale: boolean; codeProblem: string | null }) {
  const { quote, isStale, codeProblem } = props;
  const lines = useBasket((basket) => basket.lines);
  const currency = quote.currency ?? "INR";
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Card withBorder padding="lg">
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
            {lines.map((line, index) => (
              <Fragment key={line.productId}>
                {index > 0 ? <Divider component="li" aria-hidden /> : null}
                <LineOf {...{ line, quote, currency, isStale }} />
              </Fragment>
            ))}
          </Stack>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Summary {...{ quote, currency, isStale, codeProblem }} />
      </Grid.Col>
    </Grid>
  );
}

interface Priced {
  quote: Quote;
  currency: Currency;
  isStale: boolean;
}

function LineOf({ line, quote, currency, isStale }: Priced & { line: OrderLine }) {
  const item = quote.items.find(({ productId }) => productId === line.productId);
  if (!item && isStale) return <Skeleton component="li" height={56} />;
  return <BasketLine {...{ line, item, currency, isStale }} left={shortageOf(quote.problems, line)} />;
}

function Summary({ quote, currency, isStale, codeProblem }: Priced & { codeProblem: string | null }) {
  const code = findProblem(quote.problems, "DISCOUNT_INVALID");
  // Other problems are shown beside their line or field.
  const general = findProblem(quote.problems, "ORDER_TOO_LARGE") ?? findProblem(quote.problems, "CURRENCY_MIXED");
  const isOrderable = quote.problems.length === 0 && codeProblem === null;
  return (
    <Card withBorder padding="lg" className={classes.summary}>
      <Stack gap="md">
        <Title order={2} size="h4">
          Summary
        </Title>
        <DiscountField
          problem={codeProblem ?? code?.message ?? null}
          saves={quote.discountAmount > 0 ? formatMoney(quote.discountAmount, currency) : null}
        />
        <MoneyRows sums={{ ...quote, currency }} isStale={isStale} />
        {general ? <Alert color="orange">{general.message}</Alert> : null}
        {isOrderable ? (
          <ButtonLink to="/checkout" size="md" fullWidth>
            Checkout
          </ButtonLink>
        ) : (
          <>
            <Button size="md" fullWidth disabled>
              Checkout
            </Button>
            <Text size="sm" c="dimmed" ta="center" role="status">
              Fix the highlighted items first.
            </Text>
          </>
        )}
      </Stack>
    </Card>
  );
}
