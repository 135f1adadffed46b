import type * as z from "zod";
import { explainIssue } from "../src/index.ts";

/** What a schema has against a value, as `field message` like in a refusal; empty if nothing. */
export const issuesOf = (schema: z.ZodType, value: unknown): string[] =>
  schema
    .safeParse(value, { error: explainIssue })
    .error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()) ?? [];
