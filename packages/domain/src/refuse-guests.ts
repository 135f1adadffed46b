import { refusal } from "./refusal.ts";

const invalidField = (field: string, message: string) =>
  refusal("VALIDATION_FAILED", `${field} ${message}.`, { issues: [{ field, message }] });

/** The sentences of the refusals about guests, and about orders that somebody places for somebody else. */
export const refuseGuests = {
  customerNotNamed: () =>
    invalidField(
      "customer",
      "must say whom the order is for, because staff have no basket of their own: send { id } of a known customer, or { name, email, phone } of a guest",
    ),

  customerNamed: () =>
    invalidField("customer", "must be left out, because you order for yourself: only staff order for somebody else"),

  notOfAGuest: (orderId: number) =>
    refusal(
      "NOT_OF_A_GUEST",
      `Order #${orderId} is not a guest's, so it has no link. Its customer signs in to see it.`,
      { orderId },
    ),

  guestsNot: () => refusal("FORBIDDEN", "The link of a guest is for one order: to see, pay or cancel it.", {}),

  returnHostForbidden: (host: string) =>
    invalidField(
      "returnUrl",
      `must lead to a host that this shop allows, and ${host} is not one: add it to the setting RETURN_HOSTS`,
    ),

  returnNotHttps: (host: string) =>
    invalidField(
      "returnUrl",
      `must begin with https://, and the page at ${host} does not: http is for localhost, in a sandbox`,
    ),
};
