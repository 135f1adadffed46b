import type { Visit } from "./visit.ts";

/** A screenshot of a page: its path, its visitor, their basket, and the button to press first. */
export interface Scene {
  name: string;
  path: string;
  visit?: Pick<Visit, "session" | "basket">;
  /** The button to press before the screenshot. */
  press?: RegExp;
}
