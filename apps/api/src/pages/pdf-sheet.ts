import { PDFDocument, type PDFFont, type PDFPage, StandardFonts, rgb } from "@cantoo/pdf-lib";
import { lacking, printable, wrap } from "./pdf-text.ts";

/** A4, with its margins. All lengths are in points of 1/72 inch. */
const sheetSize = { width: 595.28, height: 841.89, margin: 48 };
const right = sheetSize.width - sheetSize.margin;

/** Where the text of a page ends. The footer is below it. */
const floor = sheetSize.margin + 24;

const inks = { ink: rgb(0.09, 0.1, 0.11), soft: rgb(0.33, 0.36, 0.41), line: rgb(0.82, 0.84, 0.87) };

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly soft?: boolean;
}

/** A piece of a row: `width` wide from `x` on, which is counted from the left margin. */
export interface Cell extends TextStyle {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly align?: "right";
  /** Small text below the text. */
  readonly note?: string;
}

/** A sheet to write on from top to bottom. After a full page comes a new one. */
export type Sheet = Awaited<ReturnType<typeof openSheet>>;

/** How many lines one text may have, so that a row always fits on a page. */
const maxLines = 30;

const shorten = (lines: string[]) =>
  lines.length > maxLines ? [...lines.slice(0, maxLines - 1), "… (shortened)"] : lines;

/** The width between the margins. */
export const textWidth = right - sheetSize.margin;

export async function openSheet({ title, author, now }: { title: string; author: string; now: string }) {
  const pdf = await PDFDocument.create();
  pdf.setTitle(title, { showInWindowTitleBar: true });
  pdf.setAuthor(author);
  pdf.setCreator("Till");
  pdf.setProducer("Till");
  pdf.setLanguage("en");
  pdf.setCreationDate(new Date(now));
  pdf.setModificationDate(new Date(now));
  const regular = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const characters = new Set(regular.getCharacterSet());

  let page: PDFPage = pdf.addPage([sheetSize.width, sheetSize.height]);
  let y = sheetSize.height - sheetSize.margin;
  let isLossy = false;

  /** Text that the fonts have, and whether it lost something. */
  const fit = (text: string) => {
    const shown = printable(text, characters);
    if (shown.split(lacking).length > text.split(lacking).length) isLossy = true;
    return shown;
  };
  const draw = (text: string, x: number, baseline: number, font: PDFFont, { size, soft }: Required<TextStyle>) =>
    page.drawText(text, { x, y: baseline, size, font, color: soft ? inks.soft : inks.ink });

  /** The lines of a cell, each with its position: `x` on the sheet, and how far `below` the top of its row it ends. */
  const layOut = ({ text, note, x, width, align, ...style }: Cell) => {
    let below = 0;
    const texts = [{ text, ...style }, ...(note === undefined ? [] : [{ text: note, size: 8, soft: true }])];
    return texts.flatMap(({ text: whole, size = 10, bold: isBold = false, soft = false }) => {
      const font = isBold ? bold : regular;
      const widthOf = (part: string) => font.widthOfTextAtSize(part, size);
      return shorten(wrap(fit(whole), width, widthOf)).map((line) => {
        below += size * 1.4;
        const spare = align === "right" ? width - widthOf(line) : 0;
        return { text: line, x: sheetSize.margin + x + spare, below, font, style: { size, soft, bold: isBold } };
      });
    });
  };

  return {
    /** Whether a character was shown as `?`. */
    isLossy: () => isLossy,

    gap(height: number) {
      y -= height;
    },

    /** Starts a new page if less than this height is left, and returns whether it did. */
    ensure(height: number): boolean {
      if (y - height >= floor) return false;
      page = pdf.addPage([sheetSize.width, sheetSize.height]);
      y = sheetSize.height - sheetSize.margin;
      return true;
    },

    /** A thin line over the whole width. */
    rule() {
      page.drawLine({ start: { x: sheetSize.margin, y }, end: { x: right, y }, thickness: 0.75, color: inks.line });
    },

    /** Writes cells beside one another; a row that does not fit goes to the next page, after `onNewPage`. */
    row(cells: readonly Cell[], onNewPage?: () => void) {
      const laid = cells.flatMap((cell) => layOut(cell));
      const height = Math.max(...laid.map(({ below }) => below));
      if (this.ensure(height)) onNewPage?.();
      for (const { text, x, below, font, style } of laid) draw(text, x, y - below + style.size * 0.4, font, style);
      y -= height;
    },

    /** The bytes of the finished PDF, with a footer on each page. */
    async finish(footer: string) {
      const all = pdf.getPages();
      for (const [index, each] of all.entries()) {
        page = each;
        const style = { size: 8, soft: true, bold: false };
        const count = `Page ${index + 1} of ${all.length}`;
        const x = right - regular.widthOfTextAtSize(count, style.size);
        draw(fit(footer), sheetSize.margin, sheetSize.margin - 12, regular, style);
        draw(count, x, sheetSize.margin - 12, regular, style);
      }
      return pdf.save();
    },
  };
}
