import * as z from "zod";
import { limits } from "./limits.ts";

/** A discount code as a person types it; upper and lower case are the same. */
export const discountCodeSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.discountCodeLength)
  .regex(/^[A-Za-z0-9_-]+$/, "must be letters, digits, - and _")
  .transform((code) => code.toUpperCase())
  .describe("A discount code; upper and lower case are the same.");

/** What a discount takes off: a percentage of the subtotal, or an amount of minor units. */
export const discountKinds = ["PERCENT", "FIXED"] as const;
export type DiscountKind = (typeof discountKinds)[number];

/** Why a discount code takes nothing off an order. */
export const discountProblems = [
  "UNKNOWN",
  "DISABLED",
  "NOT_STARTED",
  "ENDED",
  "USED_UP",
  "USED_UP_BY_CUSTOMER",
  "OTHER_CURRENCY",
  "MINIMUM_NOT_MET",
] as const;
export const discountProblemSchema = z.enum(discountProblems).describe("Why the code gives no discount.");
export type DiscountProblem = z.output<typeof discountProblemSchema>;
