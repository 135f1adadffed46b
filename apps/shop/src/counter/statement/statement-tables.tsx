import { Card, Stack, Table, Text, Title } from "@mantine/core";
import { type Statement, type StatedAmounts, type StatedFigures, paymentMethodTable } from "@till/contracts";
import { formatMoney } from "../../format.ts";
import classes from "./statement-page.module.css";

/** The tables of a statement: by payment method, and day by day, for each currency. */
export const StatementTables = ({ statement }: { statement: Statement }) => (
  <Stack gap="lg">
    {statement.total.map((total) => (
      <OfCurrency key={total.currency} total={total} statement={statement} />
    ))}
    <Text size="sm" c="dimmed">
      {`Days begin at midnight in ${statement.timezone}. A payment counts on the day it was made, and so does a refund.`}
    </Text>
  </Stack>
);

function OfCurrency({ total, statement: { days } }: { total: StatedAmounts; statement: Statement }) {
  const { currency } = total;
  const ofDays = days.flatMap(({ date, amounts }) =>
    amounts
      .filter((amount) => amount.currency === currency)
      .map((figures): Line => ({ name: formatDate(date), figures })),
  );
  const methods = total.methods.map(({ paymentMethod, ...figures }): Line => ({
    name: paymentMethodTable[paymentMethod].name,
    figures,
  }));
  return (
    <>
      <Figures title={`By payment method, in ${currency}`} first="Paid by" lines={methods} total={total} />
      <Figures title={`Day by day, in ${currency}`} first="Day" lines={ofDays} total={total} />
    </>
  );
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `1 Mar` for `2026-03-01`, which is a day of a calendar and no time. */
const formatDate = (date: string) => day.format(new Date(`${date}T00:00:00Z`));

interface Line {
  readonly name: string;
  readonly figures: StatedFigures;
}

/** The columns of a table. The extras are only shown where there are any. */
const columns = [
  { title: "Orders", cell: ({ orders }: StatedFigures) => String(orders) },
  { title: "Items", money: "grossAmount" },
  { title: "Discounts", money: "discountAmount" },
  { title: "Extras", money: "extraAmount" },
  { title: "Paid", money: "paidAmount" },
  { title: "Refunded", money: "refundedAmount" },
  { title: "Net", money: "netAmount" },
  { title: "Invoices", cell: (figures: StatedFigures) => invoices(figures) },
] as const;

function invoices({ firstInvoiceNumber: first, lastInvoiceNumber: last }: StatedFigures): string {
  if (first === null || last === null) return "–";
  return first === last ? String(first) : `${first} – ${last}`;
}

function Figures({
  title,
  first,
  lines,
  total,
}: {
  title: string;
  first: string;
  lines: Line[];
  total: StatedAmounts;
}) {
  const shown = columns.filter(
    (column) => !("money" in column && column.money === "extraAmount") || total.extraAmount !== 0,
  );
  const cells = (figures: StatedFigures) =>
    shown.map((column) => (
      <Table.Td key={column.title} className={classes.number}>
        {"money" in column ? formatMoney(figures[column.money], total.currency) : column.cell(figures)}
      </Table.Td>
    ));
  return (
    <Card withBorder component="section">
      <Title order={2} fz="lg" mb="sm">
        {title}
      </Title>
      {/* On a phone it is wider than the page. The focus lets a keyboard scroll it. */}
      <div className={classes.table} role="region" aria-label={title} tabIndex={0}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{first}</Table.Th>
              {shown.map(({ title: name }) => (
                <Table.Th key={name} scope="col" className={classes.number}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ name, figures }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  {name}
                </Table.Th>
                {cells(figures)}
              </Table.Tr>
            ))}
            <Table.Tr className={classes.total}>
              <Table.Th scope="row">Total</Table.Th>
              {cells(total)}
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </div>
    </Card>
  );
}
