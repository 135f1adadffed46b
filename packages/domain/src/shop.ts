/** How a shop presents itself to its customers: on pages, on receipts and in messages. */
export interface Shop {
  readonly name: string;
  /** Whether the text of messages names the shop. The demo shop's does not. */
  readonly signsMessages: boolean;
  /** Where customers get help: an email address or a URL. */
  readonly support: string | null;
  /** The accent: `#` and six hexadecimal digits, with white text readable on it. */
  readonly color: string | null;
  /** The locale (BCP 47) of amounts and dates; null for that of the currency, and British English for dates. */
  readonly locale: string | null;
  /** The IANA time zone of dates. */
  readonly timeZone: string;
}

/** The shop of a sandbox that has no settings of its own. */
export const demoShop: Shop = {
  name: "Till demo shop",
  signsMessages: false,
  support: null,
  color: null,
  locale: null,
  timeZone: "UTC",
};

/** The link to where customers get help: `mailto:` for an email address, or the URL itself. */
export const supportUrl = (support: string): string => (support.includes("://") ? support : `mailto:${support}`);
