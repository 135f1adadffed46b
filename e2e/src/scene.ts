import type { Visit } from "./visit.ts";

/** A picture of a page: where it is, who sees it, what they have in their basket, and what they press first. */
export interface Scene {
  name: string;
  path: string;
  visit?: Pick<Visit, "session" | "basket">;
  /** The button that is pressed before the picture is taken. */
  press?: RegExp;
}
