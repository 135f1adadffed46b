import { type Role, roles } from "@till/contracts";
import { sha256Hex } from "@till/db";
import { customAlphabet } from "nanoid";
import type { Caller } from "./caller.ts";

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
const idLength = 20;
/** 36^40 possible secrets: more than 200 bits. */
const secretLength = 40;

const newPart = customAlphabet(alphabet);

const pattern = new RegExp(`^sk_(${roles.join("|")})_([0-9a-z]{${idLength}})_[0-9a-z]{${secretLength}}$`);

/** Makes a key, `sk_<role>_<id>_<secret>`. Its text says which key it is and what it may do. Till keeps a hash of the whole. */
export function newApiKey(role: Role): { id: string; key: string } {
  const id = newPart(idLength);
  return { id: `key_${id}`, key: `sk_${role}_${id}_${newPart(secretLength)}` };
}

/** The program that a key names, or null if the text is not a key of Till. Only the database knows whether it is good. */
export function readApiKey(key: string): Caller | null {
  const [, role, id] = pattern.exec(key) ?? [];
  if (role === undefined || id === undefined) return null;
  const user = { id: `key_${id}`, role: role as Role, name: "API key", email: null, phone: null };
  // Only its hash is needed from here on.
  return { kind: "program", user, keyHash: sha256Hex(key) };
}
