import "@mantine/charts/styles.layer.css";
import { SegmentedControl, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import type { OrdersSummary } from "@till/contracts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Failure } from "../../layout/failure.tsx";
import { Page } from "../../layout/page.tsx";
import { DeclineReasons } from "./decline-reasons.tsx";
import { Figures } from "./figures.tsx";
import { MoneyChart } from "./money-chart.tsx";
import { OrdersChart } from "./orders-chart.tsx";
import { summaryQuery } from "./summary-query.ts";

const route = getRouteApi("/counter/");

/** Today's numbers and those of the days before. */
export function OverviewPage() {
  const { days = 7 } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Today at the counter"
      aside={
        <SegmentedControl
          aria-label="How many days to show"
          data={[
            { value: "7", label: "7 days" },
            { value: "31", label: "31 days" },
          ]}
          value={String(days)}
          onChange={(value) => void navigate({ search: value === "31" ? { days: 31 } : {}, replace: true })}
        />
      }
    >
      <Overview days={days} />
    </Page>
  );
}

function Overview({ days }: { days: number }) {
  const { data: summary, error, refetch } = useQuery({ ...summaryQuery(days), placeholderData: keepPreviousData });
  if (summary) return <Charts summary={summary} />;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
}

function Charts({ summary }: { summary: OrdersSummary }) {
  return (
    <Stack gap="lg">
      <Figures summary={summary} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <OrdersChart days={summary.days} />
        <MoneyChart summary={summary} />
      </SimpleGrid>
      <DeclineReasons days={summary.days} />
    </Stack>
  );
}

/** A placeholder for the numbers. */
const Loading = () => (
  <Stack gap="lg" aria-busy="true" aria-label="The numbers are being loaded">
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {["orders", "paid", "refunded", "declined"].map((figure) => (
        <Skeleton key={figure} height={132} radius="md" />
      ))}
    </SimpleGrid>
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Skeleton height={344} radius="md" />
      <Skeleton height={344} radius="md" />
    </SimpleGrid>
  </Stack>
);
