import * as z from "zod";

/** The ways to reach a customer. */
export const channels = ["EMAIL", "SMS"] as const;
export const channelSchema = z.enum(channels).meta({ id: "Channel", description: "How a customer is reached." });
export type Channel = z.output<typeof channelSchema>;
export const channelNames: Record<Channel, string> = { EMAIL: "Email", SMS: "SMS" };
