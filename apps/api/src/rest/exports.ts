import { limits } from "@till/contracts";
import { refuse } from "@till/domain";
import type { Context as HonoContext } from "hono";
import { accepts } from "hono/accepts";
import Papa from "papaparse";
import { neverKept } from "../cache-headers.ts";
import { RefusalError } from "../refusals/refusal-error.ts";

type Cell = string | number | null;

/** What can be had as a file, with all its pages. */
export interface Exported {
  /** The name of the file, without its ending. */
  readonly file: string;
  /** The columns of its CSV, by their names, with the units of the fields of the same name. Without them there is no CSV. */
  readonly columns?: Readonly<Record<string, (item: never) => Cell>>;
  /** The rows of an answer. By default they are its `items`. */
  readonly rowsOf?: (answer: never, isFirst: boolean) => readonly unknown[];
  /** Whether its pages have a fixed size, so that the call takes no `limit`. */
  readonly isFixed?: boolean;
}

/** One JSON object a line. */
const ndjson = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join("");

/** What a spreadsheet calculates, also in its full-width form (https://owasp.org/www-community/attacks/CSV_Injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Rows of CSV (RFC 4180), with the names of its columns before the first. A text that a spreadsheet would calculate
 * begins with an apostrophe.
 */
function csv(items: readonly unknown[], columns: Exported["columns"] = {}, isFirst: boolean): string {
  const rows = items.map((item) => Object.values(columns).map((cell) => cell(item as never)));
  const lines = isFirst ? [Object.keys(columns), ...rows] : rows;
  return lines.length === 0 ? "" : `${Papa.unparse(lines, { escapeFormulae: formula, newline: "\r\n" })}\r\n`;
}

/** How a list can be had as a whole: the media types that `Accept` may name, and the text of some of its items. */
export const exportTypes = {
  "text/csv": { ending: "csv", parameters: "; charset=utf-8; header=present", text: csv },
  "application/x-ndjson": { ending: "ndjson", parameters: "", text: ndjson },
} as const;
export type ExportType = keyof typeof exportTypes;

/** The media types that something can be had as. */
export const typesOf = ({ columns }: Exported): ExportType[] =>
  columns ? ["text/csv", "application/x-ndjson"] : ["application/x-ndjson"];

/** The media type in which a request wants all of it as a file; null for an answer as JSON. */
export function wantedExport(c: HonoContext, exported: Exported): ExportType | null {
  const json = "application/json";
  const types = typesOf(exported);
  const wanted = accepts(c, { header: "Accept", supports: [json, ...types], default: json });
  return types.find((type) => type === wanted) ?? null;
}

/** @throws RefusalError if the input names a page: an export has all pages. */
export function refusePaging(input: unknown): void {
  const issues = ["cursor", "limit"]
    .filter((field) => typeof input === "object" && input !== null && field in input)
    .map((field) => ({ field, message: "must be left out: an export has all rows that match" }));
  if (issues.length > 0) throw new RefusalError(refuse.invalid(issues));
}

/** An answer of something that can be had as a whole. Without a cursor it is the only one. */
export interface Piece {
  readonly items?: readonly unknown[];
  readonly nextCursor?: string | null;
}

/** The rows of an answer. */
export const rowsOf = (exported: Exported, piece: Piece, isFirst: boolean): readonly unknown[] =>
  exported.rowsOf ? exported.rowsOf(piece as never, isFirst) : (piece.items ?? []);

/** The input of the next page of an export: as many rows as a page may have. */
export const pageOfExport = ({ isFixed }: Exported, filters: unknown, cursor?: string) => ({
  ...(filters as object),
  ...(!isFixed && { limit: limits.pageSize.max }),
  ...(cursor !== undefined && { cursor }),
});

/**
 * Answers all pages of a list as one file. It reads the next page when the caller has taken the one before, so that its
 * memory does not grow with the list. If a page can't be read, the connection ends before the file does.
 */
export function exportAnswer(
  type: ExportType,
  exported: Exported,
  first: Piece,
  read: (cursor: string) => Promise<Piece>,
): Response {
  const { file, columns } = exported;
  const { ending, parameters, text } = exportTypes[type];
  const encoder = new TextEncoder();
  let page: Piece | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const isFirst = page === null;
        page = page === null ? first : await read(page.nextCursor ?? "");
        controller.enqueue(encoder.encode(text(rowsOf(exported, page, isFirst), columns, isFirst)));
        if ((page.nextCursor ?? null) === null) controller.close();
      },
    },
    // No page is read ahead.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      ...neverKept,
      "Content-Type": `${type}${parameters}`,
      "Content-Disposition": `attachment; filename="${file}.${ending}"`,
    },
  });
}
