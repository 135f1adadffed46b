import { type TillClient, type TillClientOptions, createTillClient } from "@till/client";
import type { Role } from "@till/contracts";

/** The Till that commands use if they are told no other. */
export const defaultTillUrl = (): string =>
  process.env["TILL_URL"] || `http://localhost:${process.env["PORT"] || 8787}`;

/** No Till answers at an address. */
export class NoTillError extends Error {}

/** Does something with a running Till. @throws NoTillError a sentence that says how to start one, if none answers. */
export async function withRunningTill<Value>(url: string, dev: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof TypeError)) throw error;
    throw new NoTillError(`No Till answers at ${url}. Start one with: ${dev}`, { cause: error });
  }
}

/** How to reach a till. */
export type TillWay = Pick<TillClientOptions, "url" | "fetch">;

/** A client for staff of a till: with their token, or as a demo person of its sandbox. */
export async function openAsStaff(way: TillWay, token?: string): Promise<TillClient> {
  return createTillClient({ ...way, token: token ?? (await signIn(way, "staff")) });
}

/** Signs in a demo person of a till's sandbox, and returns the token. */
export async function signIn(way: TillWay, role: Role): Promise<string> {
  const visitor = createTillClient(way);
  const { users } = await visitor.sandbox.users.query();
  const person = users.find((one) => one.role === role);
  if (!person) throw new Error(`The sandbox has no ${role}. Run the seed first, or give a --token.`);
  return (await visitor.sandbox.signIn.mutate({ userId: person.id })).token;
}
