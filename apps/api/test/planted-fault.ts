import type { Difference, DifferenceKind } from "@till/contracts";
import type { Scene } from "./audited-scene.ts";

/** What an audit should find: kind, subject, what the events say, what the database holds, the numbers of the events. */
export type Finding = readonly [
  kind: DifferenceKind,
  subject: string | null,
  expected: Difference["expected"],
  found: Difference["found"],
  events: readonly number[],
];

/** A fault that a test plants by SQL, and all that an audit should find because of it. */
export interface PlantedFault {
  readonly scene?: "refunded" | "cancelled";
  readonly sql: (scene: Scene) => string;
  readonly finds: (scene: Scene) => readonly Finding[];
}
