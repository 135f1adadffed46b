import { type Difference, differenceKinds } from "@till/contracts";

/**
 * A difference as a sentence: `Order #42, pay_1: The amount of an attempt to pay. The events say 54900, and the database
 * has 1.` Amounts are in minor units, and times in UTC.
 */
export function tellDifference({ kind, orderId, subject, expected, found }: Difference): string {
  const about = [orderId === null ? null : `Order #${orderId}`, subject].filter((part) => part !== null).join(", ");
  const figures = `The events say ${expected ?? "nothing"}, and the database has ${found ?? "nothing"}.`;
  return `${about === "" ? "" : `${about}: `}${differenceKinds[kind]} ${figures}`;
}
