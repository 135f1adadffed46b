import * as z from "zod";

/** The ways to reach a customer. */
export const channels = ["EMAIL", "SMS"] as const;
export const channelSchema = z.enum(channels);
export type Channel = z.output<typeof channelSchema>;
