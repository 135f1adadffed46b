import { Button, Group, NativeSelect, Skeleton, Stack } from "@mantine/core";
import type { Statement } from "@till/contracts";
import { IconPrinter, IconReceiptOff } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { DownloadCsv } from "../../layout/download-csv.tsx";
import { Failure } from "../../layout/failure.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import { useTillNow } from "../../till-time.ts";
import { trpc } from "../../till.ts";
import { lastMonths } from "./months.ts";
import classes from "./statement-page.module.css";
import { StatementTables } from "./statement-tables.tsx";

const route = getRouteApi("/counter/statement");

/** How many months can be chosen. The API has any month. */
const monthsShown = 24;

/** What was paid and refunded in a month, to print and for the accountant. Days begin at midnight in the browser's time zone. */
export function StatementPage() {
  const months = lastMonths(monthsShown, new Date(useTillNow()));
  const { month = months[0]?.value ?? "" } = route.useSearch();
  const navigate = route.useNavigate();
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const options = months.some(({ value }) => value === month) ? months : [{ value: month, label: month }, ...months];
  return (
    <Page
      title="Statement"
      heading={`Statement of ${options.find(({ value }) => value === month)?.label ?? month}`}
      aside={
        <Group gap="sm" className={classes.controls}>
          <NativeSelect
            aria-label="Month"
            data={options}
            value={month}
            onChange={({ currentTarget: { value } }) => void navigate({ search: { month: value }, replace: true })}
          />
          <DownloadCsv
            path={`/v1/statements/${month}?${new URLSearchParams({ timezone }).toString()}`}
            file={`statement-${month}.csv`}
            failed="The statement could not be downloaded"
          />
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden />}
            onClick={() => globalThis.print()}
          >
            Print
          </Button>
        </Group>
      }
    >
      <Sheet month={month} timezone={timezone} />
    </Page>
  );
}

function Sheet(input: { month: string; timezone: string }) {
  const { data, error, refetch } = useQuery(
    trpc.orders.statement.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  if (data) return <Shown statement={data} />;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
}

const Shown = ({ statement }: { statement: Statement }) =>
  statement.total.length === 0 ? (
    <Message icon={IconReceiptOff} title="Nothing was paid or refunded in this month">
      Choose another month.
    </Message>
  ) : (
    <StatementTables statement={statement} />
  );

const Loading = () => (
  <Stack gap="lg" aria-busy="true" aria-label="The statement is being loaded">
    <Skeleton height={160} radius="md" />
    <Skeleton height={400} radius="md" />
  </Stack>
);
