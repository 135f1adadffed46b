import type { Race } from "@till/contracts";
import { keepSignedIn } from "../../sandbox/keep-signed-in.ts";
import { till } from "../../till.ts";
import { type Ended, type PreparedRaceName, type RacePeople, preparedRaces } from "./race.ts";

/** What a person chose: which race, how often, and on which order; null for a new order in each round. */
export interface RaceChoice {
  readonly name: PreparedRaceName;
  readonly rounds: number;
  readonly orderId: number | null;
}

type RaceInput = Parameters<typeof till.sandbox.race.mutate>[0];
type NewOrder = NonNullable<RaceInput["order"]>;

/** How much later the payments start in each round of a race against the clock, in milliseconds. */
const headStartMs = 20;

/** Runs a race round by round, one call each, and yields how each ended. A call for all rounds could take too long. */
export async function* runRounds({ name, rounds, orderId }: RaceChoice, signal: AbortSignal): AsyncGenerator<Ended> {
  const { commands: commandsOf, ...prepared } = preparedRaces[name];
  const people = await peopleOf(orderId, signal);
  const commands = commandsOf(people);
  const about = (id: number) => commands.map((command) => ({ ...command, input: { id } }));
  const order = orderId ?? (await newOrderOf(people, signal));
  for (let round = 0; round < (orderId === null ? rounds : 1); round += 1) {
    if ("expires" in prepared) {
      const id = typeof order === "number" ? order : await place(order, signal);
      yield await againstTheClock(id, about(id), round * headStartMs, signal);
    } else {
      const input = typeof order === "number" ? { commands: about(order) } : { order, commands };
      yield { race: await till.sandbox.race.mutate(input, { signal }), hasExpired: null };
    }
  }
}

/** The customer whose order it is, or any, and somebody of the staff. */
async function peopleOf(orderId: number | null, signal: AbortSignal): Promise<RacePeople> {
  const { users } = await till.sandbox.users.query(undefined, { signal });
  const idOf = (role: "customer" | "staff") => users.find((user) => user.role === role)?.id ?? "";
  const customer =
    orderId === null ? idOf("customer") : (await till.orders.get.query({ id: orderId }, { signal })).userId;
  return { customer, staff: idOf("staff") };
}

const pieces = ({ stock }: { stock: number | null }) => stock ?? Number.POSITIVE_INFINITY;

/** The order of each round: of the product with the most pieces, so that no round ends for want of stock. */
async function newOrderOf({ customer }: RacePeople, signal: AbortSignal): Promise<NewOrder> {
  const { items } = await till.products.list.query({ limit: 100 }, { signal });
  const [product] = items.toSorted((one, other) => pieces(other) - pieces(one));
  if (product === undefined) throw new Error("There is no product to order.");
  return { as: customer, items: [{ productId: product.id, quantity: 1 }], paymentMethod: "ONLINE" };
}

/** Places an order for a customer. */
async function place({ as, ...input }: NewOrder, signal: AbortSignal): Promise<number> {
  const placed = await till.sandbox.race.mutate({ commands: [{ command: "create", as, input }] }, { signal });
  const racer = placed.rounds[0]?.racers[0];
  if (racer?.outcome !== "done" || racer.orderId === null)
    throw new Error(`The order of the round could not be placed: ${racer?.code ?? "Till failed"}.`);
  return racer.orderId;
}

/** Sends commands about an order while the clock of the till passes its time to pay. */
async function againstTheClock(
  id: number,
  commands: RaceInput["commands"],
  waitMs: number,
  signal: AbortSignal,
): Promise<Ended> {
  const [{ expiresAt }, { now }] = await Promise.all([
    till.orders.get.query({ id }, { signal }),
    till.sandbox.clock.get.query(undefined, { signal }),
  ]);
  const leftMs = expiresAt === null ? 0 : Date.parse(expiresAt) - Date.parse(now);
  const seconds = Math.max(1, Math.ceil(leftMs / 1_000));
  await keepSignedIn(new Date(Date.parse(now) + seconds * 1_000).toISOString());
  const race = async (): Promise<Race> => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return till.sandbox.race.mutate({ commands }, { signal });
  };
  const [{ happened }, ended] = await Promise.all([till.sandbox.clock.advance.mutate({ seconds }, { signal }), race()]);
  return {
    race: ended,
    hasExpired: happened.some(({ type, orderId }) => type === "order.cancelled" && orderId === id),
  };
}
