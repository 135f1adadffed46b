import type { AppRouter } from "@till/api";
import type { TRPCLink } from "@trpc/client";
import type { inferRouterInputs } from "@trpc/server";
import { nanoid } from "nanoid";
import { idempotencyKeyOf } from "./repeatable.ts";

type Inputs = inferRouterInputs<AppRouter>;

type IsKeyed<Input> = "idempotencyKey" extends keyof Input ? true : false;

/** The procedures, as `room.name`, with an idempotency key in their input. */
type KeyedPath = {
  [Room in keyof Inputs]: {
    [Name in keyof Inputs[Room]]: IsKeyed<Inputs[Room][Name]> extends true ? `${Room}.${Name & string}` : never;
  }[keyof Inputs[Room]];
}[keyof Inputs];

/** The same list as values. The compiler rejects a missing path and a path without a key. */
const keyedPaths: Record<KeyedPath, true> = {
  "orders.create": true,
  "orders.pay": true,
  "orders.cancel": true,
  "orders.collect": true,
  "orders.refund": true,
  "products.adjustStock": true,
  "products.setStock": true,
  "orders.retryRefund": true,
  "orders.dropRefund": true,
};

/** Adds a key to each mutation that accepts one and has none. It comes before the retries, so a retry keeps its key. */
export const idempotencyKeyLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (!Object.hasOwn(keyedPaths, op.path) || typeof op.input !== "object" || idempotencyKeyOf(op.input) !== null)
      return next(op);
    return next({ ...op, input: { ...op.input, idempotencyKey: nanoid() } });
  };
