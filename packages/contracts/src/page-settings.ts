import * as z from "zod";

/** What the document of the shop tells the scripts of its pages, in `<meta name="till-shop">`, as JSON. */
export const pageSettingsSchema = z.strictObject({
  name: z.string(),
  /** Where customers get help: an email address or a URL. */
  support: z.string().nullable(),
  /** The accent, such as `#17694c`; null for the shop's own. */
  color: z.string().nullable(),
  mode: z.enum(["live", "sandbox"]),
  /** The card field of the gateway that takes the payments. Null: there is none, or only the simulator. */
  cardField: z.strictObject({ gateway: z.literal("stripe"), publishableKey: z.string() }).nullable(),
});

export type PageSettings = z.output<typeof pageSettingsSchema>;
