import * as z from "zod";

/** What a reset of the sandbox deleted. */
export const resetSchema = z.object({ deletedOrders: z.int().nonnegative() });
export type Reset = z.output<typeof resetSchema>;
