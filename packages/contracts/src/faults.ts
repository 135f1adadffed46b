import * as z from "zod";
import { limits } from "./limits.ts";
import { timestampSchema } from "./primitives.ts";
import { visibleAsciiSchema } from "./text.ts";

/** What an armed fault does to a call. `lost_before` and `status` come instead of the call, the others after it. */
export const armedFaultKinds = ["lost_before", "lost_after", "delay", "status", "truncate", "hold"] as const;
export type ArmedFaultKind = (typeof armedFaultKinds)[number];

/** The statuses that an armed fault answers with. */
export const armedFaultStatuses = [429, 500, 503] as const;

/** How the id of a fault begins. */
export const faultIdPrefix = "flt_";

/** The faults that keep an answer back, each with how long it does so unless it is told otherwise, in milliseconds. */
export const faultDelaysMs = { delay: 1_000, hold: 20_000 } as const satisfies Partial<Record<ArmedFaultKind, number>>;

/** Whether a fault keeps an answer back. */
export const isDelaying = (fault: ArmedFaultKind): fault is keyof typeof faultDelaysMs =>
  Object.hasOwn(faultDelaysMs, fault);

const faultSchema = z
  .enum(armedFaultKinds)
  .describe(
    "`lost_before`: the call never reaches Till. `status`: something on the way answers instead, and the call never reaches Till. `lost_after`: the call is done, and the connection ends without its answer. `delay`: the call is done, and its answer is late. `truncate`: the call is done, and half of its answer comes. `hold`: the call is done, and its answer waits until `POST /v1/sandbox/webhook-releases` names the fault, or until `delayMs` are over.",
  );

const countRule = `must be a whole number from 1 to ${limits.faultCalls}`;
const countSchema = z.int(countRule).min(1, countRule).max(limits.faultCalls, countRule);

const procedureSchema = visibleAsciiSchema(limits.textIdLength)
  .describe("The procedure, by its name.")
  .meta({ examples: ["orders.pay"] });
const nth = countSchema.describe("The first call that it acts on, counted from when it was armed.");
const times = countSchema.describe("On how many calls in a row it acts.");

export const armFaultInput = z
  .strictObject({
    procedure: procedureSchema,
    fault: faultSchema,
    nth: nth.default(1),
    times: times.default(1),
    status: z
      .literal(armedFaultStatuses, `must be ${armedFaultStatuses.join(", ")}`)
      .optional()
      .describe("The answer of a `status`. By default 503."),
    delayMs: z
      .int()
      .min(1)
      .max(limits.faultDelayMs)
      .optional()
      .describe(
        `How late the answer of a \`delay\` is, in milliseconds, by default ${faultDelaysMs.delay}; how long a \`hold\` waits at most, by default ${faultDelaysMs.hold}.`,
      ),
  })
  .refine(({ fault, status }) => status === undefined || fault === "status", {
    path: ["status"],
    error: "must be left out: it is for the fault `status`",
  })
  .refine(({ fault, delayMs }) => delayMs === undefined || isDelaying(fault), {
    path: ["delayMs"],
    error: "must be left out: it is for the faults `delay` and `hold`",
  });
export type ArmFaultInput = z.output<typeof armFaultInput>;

/** A fault that is armed in a till, and what it has done so far. */
export const armedFaultSchema = z
  .object({
    id: z.string(),
    procedure: procedureSchema,
    fault: faultSchema,
    nth,
    times,
    status: z.int().nullable().describe("The answer of a `status`; null for other faults."),
    delayMs: z
      .int()
      .nullable()
      .describe(
        "How late the answer of a `delay` is, or how long a `hold` waits, in milliseconds; null for other faults.",
      ),
    armedAt: timestampSchema,
    calls: z.int().nonnegative().describe("The calls that were counted. When it has done all, it stops counting."),
    fired: z.int().nonnegative().describe("On how many calls it has acted."),
    held: z.int().nonnegative().describe("How many answers it holds at the moment."),
    requestIds: z.array(z.string()).describe("The requests that it has acted on: the header `X-Request-Id`."),
  })
  .meta({ id: "ArmedFault", description: "A fault that is armed in a till, and what it has done so far." });
export type ArmedFault = z.output<typeof armedFaultSchema>;

export const armedFaultsSchema = z.object({
  items: z.array(armedFaultSchema).describe("In the order in which they were armed."),
});
export type ArmedFaults = z.output<typeof armedFaultsSchema>;

export const clearFaultsInput = z.strictObject({
  id: visibleAsciiSchema(limits.textIdLength).optional().describe("Only this fault. By default all of them."),
});
export type ClearFaultsInput = z.output<typeof clearFaultsInput>;
