import type { Sending } from "./channel.ts";

/** A name that needs no quotes before an address: letters of any script, digits and spaces (RFC 5322 3.2.3, RFC 6532). */
const plainName = /^[\p{L}\p{M}\p{N} ]+$/u;

/** An address with a name before it (RFC 5322, 3.4). Providers encode letters beyond ASCII for the header themselves. */
const mailboxOf = (name: string, address: string): string =>
  `${plainName.test(name) ? name : `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`} <${address}>`;

/** The sender of an email: the setting, with the shop's name if it names none. */
export function senderOf({ from, shop }: Pick<Sending, "from" | "shop">): string {
  const [, name = shop.name, address = from ?? ""] = /^([^<>"]+) <([^<>]+)>$/.exec(from ?? "") ?? [];
  return mailboxOf(name, address);
}

/** Where an answer to an email goes: the shop's support, if that is an email address. */
export const replyToOf = ({ support }: Sending["shop"]): string | undefined =>
  support?.includes("@") && !support.includes("://") ? support : undefined;

/** Headers of mail that a program sends, so that no other program answers it (RFC 3834). */
export const automatedHeaders = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };
