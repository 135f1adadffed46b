import { Badge, Card, Text } from "@mantine/core";
import { type ImportOutcome, type ImportedProduct, type UpsertProductInput } from "@till/contracts";
import { formatMoney } from "../../../format.ts";
import classes from "./import-preview.module.css";
import type { CatalogueLine } from "./read-catalogue.ts";
import { tellChange } from "./tell-change.ts";

/** Nobody reads more lines at once. */
const maxShown = 300;

interface PreviewProps {
  lines: readonly CatalogueLine[];
  preview: ReadonlyMap<string, ImportedProduct>;
}

/** The lines of a file that have a fault, and then those that change something. Unchanged ones are only counted. */
export function ImportPreview({ lines, preview }: PreviewProps) {
  const faulty = lines.filter(({ product }) => product === null);
  const changing = lines.filter(({ sku, product }) => product && preview.get(sku)?.outcome !== "UNCHANGED");
  const shown = [...faulty, ...changing];
  if (shown.length === 0) return null;
  return (
    <div>
      <Card withBorder padding={0} component="ul" m={0} aria-label="What the file changes">
        {shown.slice(0, maxShown).map((line) => (
          <Line key={line.line} line={line} imported={preview.get(line.sku)} />
        ))}
      </Card>
      {shown.length > maxShown ? (
        <Text c="dimmed" size="sm" mt="sm">
          And {shown.length - maxShown} more.
        </Text>
      ) : null}
    </div>
  );
}

const outcomes: Record<ImportOutcome, { label: string; color: string }> = {
  CREATED: { label: "New", color: "green" },
  CHANGED: { label: "Changed", color: "blue" },
  RESTORED: { label: "Brought back", color: "grape" },
  UNCHANGED: { label: "Unchanged", color: "gray" },
};

function Line({
  line: { line, sku, product, faults },
  imported,
}: {
  line: CatalogueLine;
  imported?: ImportedProduct | undefined;
}) {
  const { label, color } =
    product === null || !imported ? { label: "Wrong", color: "red" } : outcomes[imported.outcome];
  return (
    <li className={classes.row}>
      <Text span size="sm" c="dimmed" className={classes.line}>
        Line {line}
      </Text>
      <div className={classes.text}>
        <Text span fw={600}>
          {product?.name ?? (sku === "" ? "No SKU" : sku)}
        </Text>
        {faults.map((fault) => (
          <Text key={fault} span size="sm" c="red">
            {fault}
          </Text>
        ))}
        {product && imported ? <What product={product} imported={imported} /> : null}
      </div>
      <Badge variant="light" color={color} tt="none" className={classes.outcome}>
        {label}
      </Badge>
    </li>
  );
}

function What({ product, imported: { outcome, changes } }: { product: UpsertProductInput; imported: ImportedProduct }) {
  const { sku, unitPrice, currency, stock = 0 } = product;
  const isSameCurrency = changes.every(({ field }) => field !== "currency");
  const told =
    outcome === "CREATED"
      ? [formatMoney(unitPrice, currency), stock === null ? "unlimited stock" : `${stock} in stock`]
      : changes.map((change) => tellChange(change, currency, isSameCurrency));
  return (
    <Text span size="sm" c="dimmed">
      {[sku, ...told].join(" · ")}
    </Text>
  );
}
