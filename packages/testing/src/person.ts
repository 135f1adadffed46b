import { type Role, type TillClient, createTillClient } from "@till/client";

/** Who somebody is. */
export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

/** The typed client of a signed-in person. `person` says who it is. */
export type PersonClient = TillClient & { readonly person: Person };

/** A client, and the way to sign it in again when its token has expired by the till's clock. */
export interface SignedIn {
  readonly client: PersonClient;
  /** The next call signs in first. */
  signInAgain(): void;
}

/** Makes the client of a person of a till. */
export function signedIn(
  { token, ...person }: Person & { token: string },
  way: { url: string; timeoutMs?: number },
): SignedIn {
  const nobody = createTillClient(way);
  let current: Promise<string> | undefined = Promise.resolve(token);
  const signIn = async () => (await nobody.sandbox.signIn.mutate({ userId: person.id })).token;
  const client = createTillClient({ ...way, token: () => (current ??= signIn()) });
  return {
    // tRPC's client is a proxy that answers to every name, so `person` has to be looked up before it.
    client: new Proxy(client, {
      get: (target, name, receiver) => (name === "person" ? person : Reflect.get(target, name, receiver)),
    }) as PersonClient,
    signInAgain: () => void (current = undefined),
  };
}

/** The first name of a person, as a test would write it. */
export const firstName = ({ name }: Pick<Person, "name">): string => (name.split(" ")[0] ?? name).toLowerCase();
