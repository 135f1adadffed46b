import { type Race, type RaceCommand, type RaceInvariant, limits } from "@till/contracts";

/** The people of a race. */
export interface RacePeople {
  readonly customer: string;
  readonly staff: string;
}

interface Racers {
  readonly command: RaceCommand;
  readonly as: string;
  readonly times: number;
}

/** A race that is ready to run. */
interface PreparedRace {
  readonly label: string;
  readonly text: string;
  readonly commands: (people: RacePeople) => Racers[];
  /** Whether the clock of the till passes the time to pay while the others run. */
  readonly expires?: true;
}

export const preparedRaces = {
  tabs: {
    label: "Two tabs pay",
    text: "A customer presses Pay in two tabs at the same moment.",
    commands: ({ customer }) => [{ command: "pay", as: customer, times: 2 }],
  },
  cancel: {
    label: "Pay against cancel",
    text: "A customer pays, while the same customer and the staff cancel the order.",
    commands: ({ customer, staff }) => [
      { command: "cancel", as: staff, times: 1 },
      { command: "pay", as: customer, times: 1 },
      { command: "cancel", as: customer, times: 1 },
    ],
  },
  expiry: {
    label: "Pay against expiry",
    text: "A customer pays, while the clock of this sandbox passes the time to pay. The payment starts a little later in each round. The clock does not go back afterwards.",
    commands: ({ customer }) => [{ command: "pay", as: customer, times: 2 }],
    expires: true,
  },
  payers: {
    label: `${limits.racers} payers`,
    text: `${limits.racers} payments of one order are sent at the same moment.`,
    commands: ({ customer }) => [{ command: "pay", as: customer, times: limits.racers }],
  },
} as const satisfies Record<string, PreparedRace>;
export type PreparedRaceName = keyof typeof preparedRaces;

/** How a race ended: what Till answered, and whether the order expired, if that was part of it. */
export interface Ended {
  readonly race: Race;
  /** Null if nothing raced with the clock. */
  readonly hasExpired: boolean | null;
}

/** Racers that sent the same command and were answered alike. */
export interface Runners {
  readonly times: number;
  readonly command: RaceCommand | "expire";
  /** The person, or null for Till itself. */
  readonly as: string | null;
  /** Why they lost; null if they won. */
  readonly why: string | null;
}

/** One round: the order that it was about, who won, and who lost and why. */
export interface RoundStory {
  readonly orderId: number | null;
  readonly won: readonly Runners[];
  readonly lost: readonly Runners[];
}

/** Tells who won a race of one round, and who lost and why. */
export function tellRound({ race, hasExpired }: Ended): RoundStory {
  const racers = race.rounds.flatMap((round) => round.racers);
  const groups = new Map<string, Runners>();
  for (const { command, as, outcome, message } of racers) {
    const why = outcome === "done" ? null : (message ?? "Till failed.");
    const key = `${command} ${as} ${why}`;
    const times = (groups.get(key)?.times ?? 0) + 1;
    groups.set(key, { times, command, as, why });
  }
  const runners = [...groups.values(), ...(hasExpired === null ? [] : [expiry(hasExpired)])];
  return {
    orderId: race.rounds[0]?.orderId ?? racers.find(({ orderId }) => orderId !== null)?.orderId ?? null,
    won: runners.filter(({ why }) => why === null),
    lost: runners.filter(({ why }) => why !== null),
  };
}

const expiry = (hasExpired: boolean): Runners => ({
  times: 1,
  command: "expire",
  as: null,
  why: hasExpired ? null : "The order was no longer waiting for money.",
});

/** The rules that are checked after each round. */
export const rules: Record<RaceInvariant, string> = {
  one_success: "No order has two successful payments.",
  money_balanced: "An order that is paid was paid once and whole, and no more was given back.",
  stock_exact: "What left the stock is what orders hold.",
  audit_clean: "The audit of the orders finds no difference.",
};

/** What breaks each rule, over all rounds. */
export function brokenRules(races: readonly Race[]): { rule: RaceInvariant; broken: string[] }[] {
  const found = races.flatMap(({ invariants }) => invariants);
  return (Object.keys(rules) as RaceInvariant[]).map((rule) => ({
    rule,
    broken: found.filter(({ name }) => name === rule).flatMap(({ holds, broken }) => (holds ? [] : broken)),
  }));
}
