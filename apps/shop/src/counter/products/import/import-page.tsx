import { Alert, Button, Code, FileButton, Group, List, Loader, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconChecks, IconFileImport } from "@tabler/icons-react";
import { count } from "../../../format.ts";
import { explainFailure } from "../../../layout/failure.tsx";
import { AnchorLink } from "../../../layout/link.tsx";
import { Page } from "../../../layout/page.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { tellOutcomes } from "./tell-change.ts";
import { type ChosenFile, productsIn, useImport } from "./use-import.ts";

/** Imports products from a CSV file, after a look at what it would change. */
export function ImportPage() {
  const { chosen, choose, write, done } = useImport();
  return (
    <Page
      title="Import products"
      above={
        <AnchorLink to="/counter/products" size="sm">
          All products
        </AnchorLink>
      }
      aside={
        <FileButton accept=".csv,text/csv" onChange={(file) => file && choose.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant={chosen === null ? "filled" : "default"}
              loading={choose.isPending}
              leftSection={<IconFileImport size={18} aria-hidden />}
            >
              {chosen === null ? "Choose a CSV file" : "Choose another file"}
            </Button>
          )}
        </FileButton>
      }
    >
      <Stack gap="lg">
        {chosen === null ? <Format /> : null}
        {/* Without a box of its own, so that nothing leaves a gap while there is nothing to say. */}
        <div role="status" style={{ display: "contents" }}>
          <Progress isReading={choose.isPending} isWriting={write.isPending} done={done} />
          {write.data ? <Imported outcomes={tellOutcomes(write.data)} /> : null}
        </div>
        {choose.isError ? <Alert color="red">{explainFailure(choose.error)}</Alert> : null}
        {write.isError ? <NotAll error={write.error} done={done} /> : null}
        {chosen === null || write.data ? null : <Chosen chosen={chosen} write={write} />}
      </Stack>
    </Page>
  );
}

/** What a file has to look like. */
const Format = () => (
  <Stack gap="sm" maw={720}>
    <Text>
      The first line names the columns. A product is found by its SKU: a new one is added, a known one is changed. You
      see what changes before anything is written.
    </Text>
    <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
      {"sku,name,price,currency,stock\nCUP-330,Stoneware Cup,520.00,INR,40\nTEA-500,Masala Chai,690.00,INR,unlimited"}
    </Code>
    <List size="sm" c="dimmed" spacing={4}>
      <List.Item>
        Each line needs <Code>sku</Code>, <Code>name</Code>, <Code>price</Code> and <Code>currency</Code>. The columns{" "}
        <Code>stock</Code>, <Code>description</Code> and <Code>image</Code> are optional.
      </List.Item>
      <List.Item>An empty cell leaves what is there. A new product without a stock starts with none.</List.Item>
      <List.Item>
        A stock is what can be ordered from now on, or <Code>unlimited</Code>. Leave the column out to keep the stock.
      </List.Item>
    </List>
  </Stack>
);

function Progress({ isReading, isWriting, done }: { isReading: boolean; isWriting: boolean; done: number }) {
  if (!isReading && !isWriting) return null;
  return (
    <Group gap="sm">
      <Loader size="sm" aria-hidden />
      <Text>
        {isReading ? "Comparing with the catalogue" : "Importing"}: {count(done, "product")} so far
      </Text>
    </Group>
  );
}

const Imported = ({ outcomes }: { outcomes: string }) => (
  <Alert color="green" icon={<IconChecks aria-hidden />} title={`Imported: ${outcomes}`}>
    <AnchorLink to="/counter/products">See the products</AnchorLink>
  </Alert>
);

const NotAll = ({ error, done }: { error: unknown; done: number }) => (
  <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={`Stopped after ${count(done, "product")}`}>
    {explainFailure(error)} You can import the file again: what is written already does not change again.
  </Alert>
);

function Chosen({ chosen, write }: { chosen: ChosenFile; write: ReturnType<typeof useImport>["write"] }) {
  const { name, read, preview } = chosen;
  if ("fault" in read)
    return (
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={`${name} can't be imported`}>
        {read.fault}
      </Alert>
    );
  const faulty = read.lines.filter(({ faults }) => faults.length > 0).length;
  const products = productsIn(read);
  const changing = [...preview.values()].filter(({ outcome }) => outcome !== "UNCHANGED").length;
  return (
    <Stack gap="md">
      {faulty > 0 ? (
        <Alert
          color="red"
          icon={<IconAlertTriangle aria-hidden />}
          title={`${count(faulty, "line")} can't be imported`}
        >
          Correct them in the file, and choose it again. Nothing is written until every line is right.
        </Alert>
      ) : null}
      <Group justify="space-between">
        <Text fw={600} className="long-words">
          {name}: {tellOutcomes(preview.values())}
        </Text>
        <Button
          disabled={faulty > 0 || changing === 0}
          loading={write.isPending}
          onClick={() => write.mutate(products)}
        >
          {changing === 0 ? "Nothing to import" : `Import ${count(changing, "product")}`}
        </Button>
      </Group>
      <ImportPreview lines={read.lines} preview={preview} />
    </Stack>
  );
}
