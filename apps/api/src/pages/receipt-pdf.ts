import type { Shop } from "@till/domain";
import { type Cell, type Sheet, type TextStyle, openSheet, textWidth } from "./pdf-sheet.ts";
import type { Fact, Receipt } from "./receipt.ts";

/** The columns of the items, in points. The name takes the rest of the width. */
const columns = { name: textWidth - 294, quantity: 30, unitPrice: 88, discount: 88, total: 88 };

/** The receipt as an A4 PDF, with as many pages as it needs. */
export async function receiptPdf(
  receipt: Receipt,
  { name, support }: Shop,
  now: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const sheet = await openSheet({ title: receipt.title, author: name, now });
  line(sheet, name, { bold: true, soft: true });
  line(sheet, receipt.title, { size: 20, bold: true });
  line(sheet, receipt.status, { bold: true });
  sheet.gap(16);
  writeFacts(sheet, [
    ...receipt.order,
    ...block("Customer", receipt.customer),
    ...receipt.recorded.flatMap(({ heading: label, lines }) => block(label, lines)),
  ]);

  heading(sheet, "Items");
  writeItems(sheet, receipt);
  writeSums(sheet, receipt.totals, receipt.included);

  heading(sheet, "Payment");
  writeFacts(sheet, receipt.payment);
  if (receipt.refunds.length > 0) writeRefunds(sheet, receipt);

  if (support !== null) {
    sheet.gap(20);
    line(sheet, `Questions? ${support}`, { soft: true });
  }
  if (sheet.isLossy()) {
    sheet.gap(20);
    const notice =
      "Characters that the fonts of this file lack are shown as “?”. The receipt's page on the web shows all.";
    line(sheet, notice, { size: 8, soft: true });
  }
  return new Uint8Array(await sheet.finish(`${name} · ${receipt.title}`));
}

const line = (sheet: Sheet, text: string, style: TextStyle) => sheet.row([{ text, x: 0, width: textWidth, ...style }]);

/** A heading that is never the last line of a page. */
function heading(sheet: Sheet, text: string) {
  sheet.gap(20);
  sheet.ensure(72);
  line(sheet, text, { size: 12, bold: true });
  sheet.gap(4);
}

/** Lines below one another, with a label beside the first. */
const block = (label: string, lines: readonly string[]): Fact[] =>
  lines.map((text, index) => [index === 0 ? label : "", text]);

function writeFacts(sheet: Sheet, facts: readonly Fact[]) {
  for (const [label, value] of facts) {
    sheet.row([
      { text: label, x: 0, width: 100, soft: true },
      { text: value, x: 110, width: textWidth - 110 },
    ]);
  }
}

/** Amounts that are added up, at the right; they stay together. The last is the sum, and those below it are part of it. */
function writeSums(sheet: Sheet, facts: readonly Fact[], included: readonly Fact[] = []) {
  sheet.gap(8);
  const rows = [...facts, ...included];
  sheet.ensure(rows.length * 16);
  for (const [index, [label, value]] of rows.entries()) {
    const bold = index === facts.length - 1;
    sheet.row([
      { text: label, x: textWidth - 260, width: 160, bold, soft: !bold },
      { text: value, x: textWidth - 100, width: 100, align: "right", bold },
    ]);
    sheet.gap(2);
  }
}

type Column = keyof typeof columns;

/** A row of the items. All texts are aligned right, except the name, which has the article number below it. */
function itemCells({ sku, ...texts }: Record<Column, string> & { sku?: string }, style: TextStyle): Cell[] {
  let x = 0;
  return Object.entries(columns).map(([column, width]) => {
    const cell = { text: texts[column as Column], x, width, ...style };
    x += width;
    if (column !== "name") return { ...cell, align: "right" };
    return { ...cell, width: width - 10, ...(sku !== undefined && { note: sku }) };
  });
}

function writeItems(sheet: Sheet, { lines }: Receipt) {
  const head = () => {
    const names = { name: "Item", quantity: "Qty", unitPrice: "Unit price", discount: "Discount", total: "Total" };
    sheet.row(itemCells(names, { size: 9, bold: true, soft: true }));
    ruled(sheet);
  };
  head();
  for (const item of lines) {
    sheet.row(itemCells(item, {}), head);
    ruled(sheet);
  }
}

function writeRefunds(sheet: Sheet, { refunds, balance }: Receipt) {
  heading(sheet, "Refunds");
  for (const { time, reason, amount } of refunds) {
    sheet.row([
      { text: time, x: 0, width: 150 },
      { text: reason ?? "", x: 160, width: textWidth - 270, soft: true },
      { text: amount, x: textWidth - 100, width: 100, align: "right" },
    ]);
    ruled(sheet);
  }
  writeSums(sheet, balance);
}

function ruled(sheet: Sheet) {
  sheet.gap(4);
  sheet.rule();
  sheet.gap(4);
}
