import {
  createTillInput,
  createdTillSchema,
  deleteTillInput,
  deletedTillSchema,
  forkTillInput,
  getTillInput,
  listTillsInput,
  tillPageSchema,
  tillSchema,
} from "@till/contracts";
import { findTill, listTills } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { createTill, deleteTill, directoryOf, toTill } from "../tills/tills.ts";
import { procedure, router } from "../trpc.ts";

export const tillsRouter = router({
  create: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/tills",
    summary: "Make a till",
    description:
      "A till is a whole shop of your own: stock, orders, people, messages, webhooks. It begins with the demo data, and its demo people are signed in: send the token of one as `Authorization: Bearer …` to `url`.",
    refusals: ["TILL_LIMIT_REACHED", "TILL_NOT_FOUND"],
    created: "/v1/sandbox/tills/{id}",
  })
    .input(createTillInput)
    .output(createdTillSchema)
    .mutation(({ ctx, input: { empty, ...input } }) => createTill(ctx, { ...input, isEmpty: empty })),

  list: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/tills",
    summary: "List the tills",
    description: "Those of the sandbox, newest first, without the default one.",
  })
    .input(listTillsInput)
    .output(tillPageSchema)
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await listTills(directoryOf(ctx), input);
      return { items: items.map((entry) => toTill(ctx, entry)), nextCursor };
    }),

  get: procedure({
    policy: "sandbox",
    route: "GET /v1/sandbox/tills/{id}",
    summary: "Get a till",
    refusals: ["TILL_NOT_FOUND"],
  })
    .input(getTillInput)
    .output(tillSchema)
    .query(async ({ ctx, input }) => toTill(ctx, valueOf(await findTill(directoryOf(ctx), input.id)))),

  fork: procedure({
    policy: "sandbox",
    route: "POST /v1/sandbox/tills/{id}/fork",
    summary: "Fork a till",
    description:
      "Copies a till as it stands, with its orders and all that is due: arrange once, then try each branch from the same point.",
    refusals: ["TILL_LIMIT_REACHED", "TILL_NOT_FOUND"],
    created: "/v1/sandbox/tills/{id}",
  })
    .input(forkTillInput)
    .output(createdTillSchema)
    .mutation(({ ctx, input: { id, ...input } }) => createTill(ctx, { ...input, from: id })),

  delete: procedure({
    policy: "sandbox",
    route: "DELETE /v1/sandbox/tills/{id}",
    summary: "Delete a till",
    description: "Everything in it goes.",
    refusals: ["TILL_NOT_FOUND"],
  })
    .input(deleteTillInput)
    .output(deletedTillSchema)
    .mutation(async ({ ctx, input }) => {
      await deleteTill(ctx, input.id);
      return input;
    }),
});
