import * as z from "zod";
import { limits } from "./limits.ts";
import { defaultTill } from "./till-id.ts";

const cursorPattern = /^after_([1-9a-z][0-9a-z]{0,10})$/;

/** What comes before the name of the till at the end of a cursor. No cursor has it otherwise. */
const tillMark = "~";

/** Makes the opaque cursor that continues a list behind the row with this id. */
export const encodeCursor = (id: number): string => `after_${id.toString(36)}`;

/** The id that a cursor continues behind, or null if there is none or Till never made such a cursor. */
export function decodeCursor(cursor: string | undefined): number | null {
  const id = Number.parseInt(cursorPattern.exec(withoutTill(cursor ?? ""))?.[1] ?? "", 36);
  return Number.isSafeInteger(id) ? id : null;
}

/** The same cursor as a till hands it out: a row of one till is no row of another. */
export const cursorOfTill = (cursor: string, till: string): string =>
  till === defaultTill ? cursor : `${cursor}${tillMark}${till}`;

/** A cursor without the name of the till that has handed it out. */
export const withoutTill = (cursor: string): string => cursor.split(tillMark)[0] ?? "";

/** Whether a till has handed out this cursor, if it is one at all. */
export const isCursorOfTill = (cursor: string, till: string): boolean =>
  cursorOfTill(withoutTill(cursor), till) === cursor;

/** What is wrong with a cursor, as the rest of a sentence. */
export const cursorRule = "must be a nextCursor that this list returned";

const cursorSchema = z
  .string()
  .refine((cursor) => decodeCursor(cursor) !== null, cursorRule)
  .describe("`nextCursor` of the page before.");

const limitRule = `must be a whole number from 1 to ${limits.pageSize.max}`;

const limitSchema = z
  .int(limitRule)
  .min(1, limitRule)
  .max(limits.pageSize.max, limitRule)
  .default(limits.pageSize.default)
  .describe("How many items the page may have.");

/** What every list takes besides its filters. */
export const pageInput = { cursor: cursorSchema.optional(), limit: limitSchema };

/** One page of a list: its items, and the cursor of the next page or null on the last one. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Send it as `cursor` to get the next page; null on the last one."),
  });

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
