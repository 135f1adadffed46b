import { type Role, defaultTill, roles } from "@till/contracts";
import { customAlphabet } from "nanoid";
import { sha256Hex } from "../commands/sha256-hex.ts";

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
const idLength = 20;
/** 36^40 possible secrets: more than 200 bits. */
const secretLength = 40;

const newPart = customAlphabet(alphabet);

const pattern = new RegExp(`^sk_(${roles.join("|")})_([0-9a-z]{${idLength}})_[0-9a-z]{${secretLength}}$`);

/** Makes a key for a till, `sk_<role>_<id>_<secret>`. Its text says which key it is and what it may do. Till keeps a hash. */
export function newApiKey(role: Role, till: string): { id: string; key: string; hash: string } {
  const id = newPart(idLength);
  const key = `sk_${role}_${id}_${newPart(secretLength)}`;
  return { id: `key_${id}`, key, hash: hashOf(key, till) };
}

/** The hash of a whole key, and of its till: a copy of a database does not take the keys of its source. */
const hashOf = (key: string, till: string) => sha256Hex(till === defaultTill ? key : `${till} ${key}`);

/** The parts of a key. Only the database of its till knows whether it is valid. */
export interface ApiKeyText {
  readonly id: string;
  readonly role: Role;
  readonly hash: string;
}

/** Reads a key, or null if the text is not a key of Till. */
export function readApiKeyText(key: string, till: string): ApiKeyText | null {
  const [, role, id] = pattern.exec(key) ?? [];
  if (role === undefined || id === undefined) return null;
  return { id: `key_${id}`, role: role as Role, hash: hashOf(key, till) };
}
