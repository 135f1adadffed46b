import type { User } from "@till/contracts";

/** A person, as their token describes them. */
export interface Person extends User {
  /** The token has no name. `name` is a stand-in, and does not replace a known name. */
  readonly isNameless?: true;
}

/** Who gives a command: a person, or Till itself (a sweep, the queue). */
export type Actor = Person | SystemActor;

export interface SystemActor {
  readonly role: "system";
  readonly id: "system";
}

/** Till itself, for work without a caller. */
export const till: SystemActor = { role: "system", id: "system" };
