import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconAlertTriangle, IconChecks, IconReportSearch } from "@tabler/icons-react";
import { count } from "../../format.ts";
import { Failure } from "../../layout/failure.tsx";
import { Message } from "../../layout/message.tsx";
import { Page } from "../../layout/page.tsx";
import type { AuditSoFar } from "./audit.ts";
import { DifferenceList } from "./difference-list.tsx";
import { useAudit } from "./use-audit.ts";

/** Checks the whole till against its events, piece by piece. */
export function AuditPage() {
  const { isRunning, soFar, error, run, goOn } = useAudit();
  return (
    <Page
      title="Audit"
      aside={
        <Button loading={isRunning} onClick={run} leftSection={<IconReportSearch size={18} aria-hidden />}>
          {soFar === null ? "Run" : "Run again"}
        </Button>
      }
    >
      <Stack gap="lg">
        <Text c="dimmed" maw={720}>
          Every order, payment, refund and discount use is recalculated from the events alone and compared with the
          database, and the stock of every product from its movements. The shop can sell meanwhile, and nothing is
          changed.
        </Text>
        {soFar === null ? <NotRun /> : <Result soFar={soFar} isRunning={isRunning} hasFailed={error !== null} />}
        {error === null ? null : <Failure error={error} retry={goOn} />}
      </Stack>
    </Page>
  );
}

const NotRun = () => (
  <Message icon={IconReportSearch} title="Not run yet">
    An audit reads {limits.auditOrders} orders at a time, however many there are.
  </Message>
);

interface ResultProps {
  soFar: AuditSoFar;
  isRunning: boolean;
  hasFailed: boolean;
}

function Result({ soFar, isRunning, hasFailed }: ResultProps) {
  return (
    <>
      <div role="status">{isRunning ? <Progress soFar={soFar} /> : hasFailed ? null : <Summary soFar={soFar} />}</div>
      {soFar.differences.length > 0 ? <DifferenceList differences={soFar.differences} /> : null}
    </>
  );
}

const checkedOf = ({ orders, codes, products }: AuditSoFar) =>
  `${count(orders, "order")}, ${count(codes, "discount code")} and ${count(products, "product")} checked`;

const Progress = ({ soFar }: { soFar: AuditSoFar }) => (
  <Group gap="sm">
    <Loader size="sm" aria-hidden />
    <Text>{checkedOf(soFar)} so far</Text>
  </Group>
);

function Summary({ soFar }: { soFar: AuditSoFar }) {
  const { differences, next } = soFar;
  if (differences.length === 0)
    return (
      <Alert color="green" icon={<IconChecks aria-hidden />} title={`Nothing differs: ${checkedOf(soFar)}`}>
        Every row is what the events say.
      </Alert>
    );
  const title = `${count(differences.length, "difference")}: ${checkedOf(soFar)}`;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {next === null
        ? "The events are written first and never changed. A row that differs was changed in another way, or Till has a fault."
        : "The audit stopped here, because there are so many. Clear these up, and run it again."}
    </Alert>
  );
}
