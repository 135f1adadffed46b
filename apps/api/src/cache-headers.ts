import { tillHeader } from "./tills/till-of-request.ts";

/** What an answer depends on besides its address. */
const Vary = `Authorization, ${tillHeader}`;

/**
 * For an answer that depends on the caller: a cache checks it again each time, and never gives it to another caller.
 */
export const askedAgain = { "Cache-Control": "private, no-cache", Vary } as const;

/** For an answer that must not come a second time: of a command, and every refusal. */
export const neverKept = { "Cache-Control": "no-store", Vary } as const;
