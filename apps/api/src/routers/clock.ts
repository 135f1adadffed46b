import { advanceClockInput, advanceMs, advancedClockSchema, clockSchema, setClockInput } from "@till/contracts";
import { clockStateOf } from "@till/domain";
import { advanceClock, putClock } from "../clock/advance.ts";
import { procedure, router } from "../trpc.ts";

export const clockRouter = router({
  get: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/clock",
    summary: "What time it is in the till",
  })
    .output(clockSchema)
    .query(({ ctx }) => clockStateOf(ctx.tillClock, ctx.realTime())),

  set: procedure({
    policy: "sandbox",
    route: "PUT /v1/sandbox/clock",
    summary: "Freeze the clock of the till",
    description:
      "A frozen clock does not move until you advance it. No clock goes back. The default till follows the real time.",
    refusals: ["FORBIDDEN"],
  })
    .input(setClockInput)
    .output(clockSchema)
    .mutation(({ ctx, input }) => putClock(ctx, input)),

  advance: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/clock/advance",
    summary: "Advance the clock of the till",
    description:
      "Moves the till's time, and does everything that falls due on the way, in the order in which it falls due: orders expire, payments settle, messages and webhooks are tried again. It answers when all is done, with what happened. If `now` is earlier than you asked for, there was too much for one call: call it again.",
    refusals: ["FORBIDDEN"],
  })
    .input(advanceClockInput)
    .output(advancedClockSchema)
    .mutation(({ ctx, input }) => advanceClock(ctx, advanceMs(input))),
});
