import type { CreatedTill } from "@till/contracts";
import type { Till } from "./till.ts";

/** A basket of the demo catalogue. */
export const oneCoffee = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" as const };

type Input = Parameters<ReturnType<Till["as"]>["sandbox"]["tills"]["create"]["mutate"]>[0];

/** The token of a demo person of a till. Fails the test if there is no such person. */
export function tokenIn({ people }: Pick<CreatedTill, "people">, id: string): string {
  const person = people.find((one) => one.id === id);
  if (person === undefined) throw new Error(`There is no ${id}.`);
  return person.token;
}

/** A till, with clients for a customer and for staff of it. A person who is missing is missed when they call. */
export function withPeople(till: Till, made: CreatedTill) {
  const as = (id: string) => till.withToken(async () => tokenIn(made, id), made.url);
  return { ...made, asha: as("usr_asha"), meera: as("usr_meera") };
}

/** Makes a till for a test. */
export const newTill = async (till: Till, input: Input = { ttlMinutes: 600 }) =>
  withPeople(till, await till.as(null).sandbox.tills.create.mutate(input));
