import type { CreateGuestLinkInput, CreateOrderInput, CreatedOrder, GuestLink } from "@till/contracts";
import { createGuestLink, createOrder, newGuestLink } from "@till/db";
import { type Result, later } from "@till/domain";
import { RefusalError } from "../refusals/refusal-error.ts";
import { whyNotReturnTo } from "./return-url.ts";
import { type ActingWork, run } from "./run.ts";

const dayMs = 24 * 60 * 60_000;

const newLink = ({ till, now, config }: ActingWork) => newGuestLink(till, later(now, config.GUEST_LINK_DAYS * dayMs));

/** Places an order: for the caller, or for whom they name. A guest gets a link. */
export function placeOrder(ctx: ActingWork, input: CreateOrderInput): Promise<CreatedOrder> {
  const { customer, returnUrl } = input;
  const refusal = returnUrl === undefined ? null : whyNotReturnTo(returnUrl, ctx);
  if (refusal !== null) throw new RefusalError(refusal);
  const isForGuest = customer !== undefined && customer.id === undefined;
  return run(ctx, createOrder, isForGuest ? { ...input, link: newLink(ctx) } : input);
}

/** Makes a further link for the guest of an order. */
export const makeGuestLink = (ctx: ActingWork, input: CreateGuestLinkInput): Promise<Result<GuestLink>> =>
  createGuestLink(ctx.db, input, { link: newLink(ctx), actorId: ctx.actor.id, now: ctx.now, baseUrl: ctx.baseUrl });
