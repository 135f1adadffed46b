import { guestIdOf } from "@till/domain";
import { customAlphabet } from "nanoid";
import { sha256Hex } from "../commands/sha256-hex.ts";

/** 36^26 possible secrets: more than 128 bits. */
const secretLength = 26;

const newSecret = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", secretLength);

const pattern = new RegExp(`^till_guest_([0-9a-z]{20})_([0-9a-z]{${secretLength}})$`);

/** A link that does not know its guest yet: a repeated request finds the guest of the first one. */
export interface NewGuestLink {
  readonly secret: string;
  /** SHA-256 of the secret and its till: a copy of a database does not take the links of its source. */
  readonly hash: string;
  readonly expiresAt: string;
}

/** Makes the secret of a link to an order in this till. Till keeps its hash. */
export function newGuestLink(till: string, expiresAt: string): NewGuestLink {
  const secret = newSecret();
  return { secret, hash: hashOf(secret, till), expiresAt };
}

const hashOf = (secret: string, till: string) => sha256Hex(`${till} ${secret}`);

/** The bearer token of a guest: `till_guest_<id>_<secret>`. */
export const guestTokenOf = (guestId: string, { secret }: Pick<NewGuestLink, "secret">): string =>
  `till_${guestId}_${secret}`;

/** The parts of a guest's token. Only the database of its till knows whether it is valid. */
export interface GuestTokenText {
  readonly id: string;
  readonly hash: string;
}

/** Reads the token of a guest, or null if the text is not one. */
export function readGuestToken(token: string, till: string): GuestTokenText | null {
  const [, id, secret] = pattern.exec(token) ?? [];
  return id === undefined || secret === undefined ? null : { id: guestIdOf(id), hash: hashOf(secret, till) };
}
