import type { UpsertProductInput } from "@till/contracts";
import Papa from "papaparse";
import { type ProductFormValues, readProduct } from "../product-input.ts";

/** The columns that a file may have, by their name in its first line. */
const columns: Readonly<Record<string, keyof ProductFormValues>> = {
  sku: "sku",
  name: "name",
  price: "price",
  currency: "currency",
  description: "description",
  stock: "stock",
  image: "imageUrl",
};

const needed = ["sku", "name", "price", "currency"];

const columnOf = Object.fromEntries(Object.entries(columns).map(([column, field]) => [field, column]));

/** The most lines that one file may have besides its first. */
export const maxLines = 5_000;

/** A line of the file: its number, as an editor shows it, and the product, or all that is wrong with it. */
export interface CatalogueLine {
  readonly line: number;
  readonly sku: string;
  readonly product: UpsertProductInput | null;
  /** Sentences, each with its column: `price must be …`. */
  readonly faults: readonly string[];
}

/** A file as it was read: its lines, or what is wrong with the file as a whole. */
export type ReadCatalogue = { readonly lines: readonly CatalogueLine[] } | { readonly fault: string };

/** Reads a CSV file of products (RFC 4180; separated by commas, semicolons or tabs). Empty cells change nothing. */
export function readCatalogue(text: string): ReadCatalogue {
  // What is no UTF-8 has become this character.
  if (text.includes("\uFFFD")) return { fault: "The file is not UTF-8. Save it as “CSV UTF-8”, and choose it again." };
  const [head, ...body] = rowsOf(text.replace(/^\uFEFF/, ""));
  if (head === undefined) return { fault: "The file is empty." };
  const names = head.cells.map((cell) => cell.trim().toLowerCase());
  const fault = faultOf(names) ?? (body.length > maxLines ? tooLong(body.length) : null);
  if (fault !== null) return { fault };
  if (body.length === 0) return { fault: "The file has no line besides the names of its columns." };
  const lineOfSku = new Map<string, number>();
  return {
    lines: body.map(({ line, cells }) => {
      const read = readLine(names, cells);
      const earlier = lineOfSku.get(read.sku);
      lineOfSku.set(read.sku, earlier ?? line);
      if (earlier === undefined || read.sku === "") return { line, ...read };
      return { line, ...read, product: null, faults: [...read.faults, `sku is the one of line ${earlier} too.`] };
    }),
  };
}

const tooLong = (lines: number) => `The file has ${lines} lines, and ${maxLines} can be imported at a time. Split it.`;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows that are not empty, each with the number of the line where it begins: a quoted cell may have line breaks. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let [line, begin] = [1, 0];
  Papa.parse<string[]>(text, {
    step({ data: cells, meta: { cursor } }) {
      if (cells.some((cell) => cell.trim() !== "")) rows.push({ line, cells });
      line += text.slice(begin, cursor).match(/\r\n|\n|\r/g)?.length ?? 0;
      begin = cursor;
    },
  });
  return rows;
}

/** What is wrong with the names of the columns. */
function faultOf(names: readonly string[]): string | null {
  const unknown = names.filter((name) => !Object.hasOwn(columns, name));
  const list = Object.keys(columns).join(", ");
  if (unknown.length > 0)
    return `The first line must name the columns. It has “${unknown.join("”, “")}”, and columns are ${list}.`;
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) return `The column ${missing.join(", ")} is missing. Every line needs ${needed.join(", ")}.`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `The column ${twice} is there twice.`;
}

function readLine(names: readonly string[], cells: readonly string[]): Omit<CatalogueLine, "line"> {
  const values = { sku: "", name: "", price: "", currency: "", description: "", imageUrl: "", stock: "" };
  for (const [index, name] of names.entries()) values[columns[name] ?? "sku"] = cells[index] ?? "";
  const sku = values.sku.trim();
  if (cells.length > names.length) {
    const faults = [
      `The line has ${cells.length} cells, and there are ${names.length} columns. Put text with a comma in quotes.`,
    ];
    return { sku, product: null, faults };
  }
  const read = readProduct(values, "stays");
  if ("product" in read) return { sku, product: read.product, faults: [] };
  return {
    sku,
    product: null,
    faults: Object.entries(read.faults).map(([field, fault]) => `${columnOf[field]} ${fault}.`),
  };
}
