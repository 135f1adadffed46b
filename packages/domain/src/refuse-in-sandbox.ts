import { defaultTill, limits } from "@till/contracts";
import { refusal } from "./refusal.ts";

/** The sentences of the refusals of the sandbox, its people and its tills. */
export const refuseInSandbox = {
  sandboxOff: () => refusal("FORBIDDEN", "This is a feature of the sandbox, and the sandbox is off here.", {}),

  /** The sandbox is on, but the database was never made to be a sandbox's. */
  notASandbox: () =>
    refusal(
      "FORBIDDEN",
      "This database is not marked as a sandbox's, so nothing is deleted. An empty one is marked when the seed runs.",
      {},
    ),

  userNotFound: (userId: string) => refusal("USER_NOT_FOUND", `There is no demo user ${userId}.`, { userId }),

  /** An id that can't be one is cut, so that the sentence stays a sentence. The default till is no row of the list. */
  tillNotFound: (asked: string) => {
    const till = asked.slice(0, limits.tillIdLength);
    const sentence =
      till === defaultTill
        ? "The default till is not one that somebody made: it is always there, and can't be deleted."
        : `There is no till ${till}. It may have expired.`;
    return refusal("TILL_NOT_FOUND", sentence, { till });
  },

  peopleOfDefaultTill: () =>
    refusal("FORBIDDEN", "Many share the default till. Make a till of your own, and add people there.", {}),

  tooManyDemoUsers: () =>
    refusal(
      "FORBIDDEN",
      `There are ${limits.demoUsers} demo people in the till, and no more can be added. Make another till.`,
      {},
    ),

  clockOfDefaultTill: () =>
    refusal("FORBIDDEN", "The default till follows the real time. Create another till, and move its clock.", {}),

  faultsOfDefaultTill: () =>
    refusal("FORBIDDEN", "Many share the default till. Make a till of your own, and script its faults there.", {}),

  tooManyFaults: () =>
    refusal("FORBIDDEN", `There are ${limits.armedFaults} faults armed in the till. Clear some first.`, {}),

  tooManyScripts: () =>
    refusal("FORBIDDEN", `There are ${limits.armedFaults} scripts of webhooks in the till. Clear some first.`, {}),

  tillsOff: () => refusal("FORBIDDEN", "There is only one till here. Till makes others where TILLS=many is set.", {}),

  tillLimitReached: () =>
    refusal(
      "TILL_LIMIT_REACHED",
      `There are ${limits.tills.atOnce} tills already, and no more can be added. Delete one first, or wait until one expires.`,
      { limit: limits.tills.atOnce },
    ),
};
