import * as z from "zod";
import { limits } from "./limits.ts";
import { createOrderInput } from "./create-order.ts";
import { payOrderInput } from "./pay-order.ts";
import { numericIdSchema, userIdSchema } from "./primitives.ts";

/** The commands that can race, by the procedure of `orders` that they call. */
export const raceCommands = ["create", "pay", "confirm", "collect", "cancel", "refund"] as const;
export type RaceCommand = (typeof raceCommands)[number];

const as = userIdSchema.describe("The demo person who sends it.");
const commandSchema = z.enum(raceCommands);

const racerRule = `must be ${limits.racers} commands at most`;

const racersSchema = z.strictObject({
  command: commandSchema.describe("The procedure of `orders`."),
  as,
  input: z
    .record(z.string().max(limits.textIdLength), z.unknown())
    .optional()
    .describe(
      "Its input. Without an `id` it is about the order of the round, and so is a `confirm` without a `paymentId`.",
    ),
  times: z.int().min(1).max(limits.racers).default(1).describe("How many of them are sent."),
});

export const runRaceInput = z
  .strictObject({
    commands: z
      .array(racersSchema)
      .min(1)
      .max(limits.racers)
      .refine((commands) => commands.reduce((sum, { times }) => sum + times, 0) <= limits.racers, racerRule)
      .describe("What is sent at the same moment."),
    order: z
      .strictObject({
        as,
        items: createOrderInput.shape.items,
        paymentMethod: createOrderInput.shape.paymentMethod,
        discountCode: createOrderInput.shape.discountCode,
        source: payOrderInput.shape.source.describe("If it is given, the order is paid with it before the race."),
      })
      .optional()
      .describe("An order that is placed anew before each round."),
    rounds: z.int().min(1).max(limits.raceRounds).default(1).describe("How often the race is run."),
  })
  .refine(({ order, rounds }) => order !== undefined || rounds === 1, {
    path: ["order"],
    error: "must be given for more than one round, so that each has an order of its own",
  });
export type RunRaceInput = z.output<typeof runRaceInput>;

const racerSchema = z.object({
  racer: z.int().nonnegative().describe("The place of its command in `commands`."),
  command: commandSchema,
  as: z.string(),
  outcome: z.enum(["done", "refused", "failed"]).describe("`failed` is a fault of Till."),
  code: z.string().nullable().describe("Why it was refused: the code of the refusal."),
  message: z.string().nullable().describe("The same as a sentence for people."),
  orderId: numericIdSchema.nullable().describe("The order that it is about, or that it placed."),
});
export type Racer = z.output<typeof racerSchema>;

export const raceInvariants = ["one_success", "money_balanced", "stock_exact", "audit_clean"] as const;
export type RaceInvariant = (typeof raceInvariants)[number];

/** What happened in a race, and whether Till's rules hold after it. */
export const raceSchema = z
  .object({
    rounds: z.array(
      z.object({
        orderId: numericIdSchema.nullable().describe("The order of the round."),
        done: z.int().nonnegative(),
        refused: z.record(z.string(), z.int()).describe("How often each code was refused."),
        racers: z.array(racerSchema).describe("In the order in which they were answered."),
      }),
    ),
    invariants: z.array(
      z.object({
        name: z
          .enum(raceInvariants)
          .describe(
            "`one_success`: no order has two successful payments. `money_balanced`: an order that is paid was paid once and whole, and no more is given back. `stock_exact`: what left the stock is what orders hold. `audit_clean`: an audit of the orders finds no difference.",
          ),
        holds: z.boolean(),
        broken: z.array(z.string()).describe("What breaks it."),
      }),
    ),
  })
  .meta({ id: "Race", description: "What happened in a race, and whether Till's rules hold after it." });
export type Race = z.output<typeof raceSchema>;
