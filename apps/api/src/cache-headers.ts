/** For an answer that depends on who asks: a cache asks again each time, and never for another caller. */
export const askedAgain = { "Cache-Control": "private, no-cache", Vary: "Authorization" } as const;

/** For an answer that must not come a second time: of a command, and every refusal. */
export const neverKept = { "Cache-Control": "no-store", Vary: "Authorization" } as const;
