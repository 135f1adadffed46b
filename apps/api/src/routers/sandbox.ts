import {
  addUserInput,
  channelFaultsSchema,
  defaultTill,
  demoUsersSchema,
  raceSchema,
  resetSchema,
  runRaceInput,
  sessionSchema,
  signInInput,
} from "@till/contracts";
import { addDemoUser, findDemoUser, listDemoUsers, resetToDemoData, setChannelFaults } from "@till/db";
import { refuse } from "@till/domain";
import * as z from "zod";
import { sessionSecret, startSession } from "../auth/session.ts";
import { runRace } from "../race/race.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";
import { clockRouter } from "./clock.ts";
import { faultsRouter } from "./faults.ts";
import { tillsRouter } from "./tills.ts";
import { webhookScriptsRouter } from "./webhook-scripts.ts";

export const sandboxRouter = router({
  clock: clockRouter,
  faults: faultsRouter,
  tills: tillsRouter,
  webhooks: webhookScriptsRouter,

  users: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/users",
    summary: "List the demo people",
    description: "The customers and staff that `POST /v1/sandbox/sessions` signs in.",
  })
    .output(demoUsersSchema)
    .query(async ({ ctx }) => ({ users: await listDemoUsers(ctx.db) })),

  addUser: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/users",
    summary: "Add a demo person",
    description:
      "A new customer or member of staff, with an email address and a phone number, and signed in: send the token as `Authorization: Bearer …`. Only in a till of your own.",
    refusals: ["FORBIDDEN"],
  })
    .input(addUserInput)
    .output(sessionSchema)
    .mutation(async ({ ctx, input }) => {
      if (ctx.till === defaultTill) throw new RefusalError(refuse.peopleOfDefaultTill());
      const user = valueOf(await addDemoUser(ctx.db, input, ctx.newCommandId()));
      return startSession(user, sessionSecret(ctx.config), new Date(ctx.now), ctx.till);
    }),

  signIn: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/sessions",
    summary: "Sign in as a demo person",
    description: "Answers with a bearer token: send it as `Authorization: Bearer …`.",
    refusals: ["USER_NOT_FOUND"],
  })
    .input(signInInput)
    .output(sessionSchema)
    .mutation(async ({ ctx, input }) => {
      const user = await findDemoUser(ctx.db, input.userId);
      if (!user) throw new RefusalError(refuse.userNotFound(input.userId));
      return startSession(user, sessionSecret(ctx.config), new Date(ctx.now), ctx.till);
    }),

  failMessages: procedure({
    policy: "sandbox",
    route: "PUT /v1/sandbox/channel-faults",
    summary: "Make messages fail",
    description:
      "Chaos for a channel of messages: its next sends fail, or a share of them, until you say otherwise. Answers with the chaos of each channel.",
  })
    .input(channelFaultsSchema)
    .output(z.array(channelFaultsSchema))
    .mutation(({ ctx, input }) => setChannelFaults(ctx.db, input)),

  race: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/races",
    summary: "Race commands against each other",
    description:
      "Sends commands at the same moment, as demo people, and answers who won, who lost and why, and whether Till's rules hold afterwards. With `order`, each round is about a new order. Only in a till of your own.",
    refusals: [
      "FORBIDDEN",
      "USER_NOT_FOUND",
      "PRODUCT_NOT_FOUND",
      "ORDER_TOO_LARGE",
      "CURRENCY_MIXED",
      "DISCOUNT_INVALID",
      "TEST_CARD_REQUIRED",
      "OUT_OF_STOCK",
      "RESERVATION_LIMIT_REACHED",
      "WRONG_PAYMENT_METHOD",
      "PAYMENT_DECLINED",
      "GATEWAY_REQUIRED",
    ],
  })
    .input(runRaceInput)
    .output(raceSchema)
    .mutation(({ ctx, input }) => {
      if (ctx.till === defaultTill) throw new RefusalError(refuse.faultsOfDefaultTill());
      return runRace(ctx, input);
    }),

  reset: procedure({
    policy: "sandboxStaff",
    route: "POST /v1/sandbox/reset",
    summary: "Go back to the demo data",
    description:
      "Every order goes, and all that came of it; stock and discount codes are as at the beginning. Only for a database that is marked as a sandbox's, as the seed and `dev` do.",
    refusals: ["FORBIDDEN"],
  })
    .output(resetSchema)
    .mutation(async ({ ctx }) => valueOf(await resetToDemoData(ctx.db))),
});
