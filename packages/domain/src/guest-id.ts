const prefix = "guest_";

/** The id of the guest whom a command makes a customer. A guest has one order. */
export const guestIdOf = (commandId: string): string => `${prefix}${commandId}`;

/** Whether a customer is a guest: somebody with a link to their one order, and no sign-in. */
export const isGuestId = (userId: string): boolean => userId.startsWith(prefix);
