import type { User } from "@till/contracts";

/** Who gives a command: a person, as their token describes them, or Till itself (a sweep, the queue). */
export type Actor = User | SystemActor;

export interface SystemActor {
  readonly role: "system";
  readonly id: "system";
}

/** Till itself, when nobody asks it to act. */
export const till: SystemActor = { role: "system", id: "system" };
