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

/** Who acts in Till without a token of the login service, by their ids: programs, guests, and Till itself. */
const ownIds = /^(?:(?:key|guest|system|till)_.*|api|customer|guest|nobody|sandbox|staff|system|till|visitor)$/i;

/** Whether an id is one that Till gives itself. A login service that names somebody so would let them act as that. */
export const isReservedId = (id: string): boolean => ownIds.test(id.trim());
