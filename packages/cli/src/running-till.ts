import { type TillClient, createTillClient } from "@till/client";

/** The Till that commands use if they are told no other. */
export const defaultTillUrl = (): string =>
  process.env["TILL_URL"] || `http://localhost:${process.env["PORT"] || 8787}`;

/** Does something with a running Till. @throws a sentence that says how to start one, if none answers. */
export async function withRunningTill<Value>(url: string, dev: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof TypeError)) throw error;
    throw new Error(`No Till answers at ${url}. Start one with: ${dev}`, { cause: error });
  }
}

/** A client for staff of a till: with their token, or as a demo person of its sandbox. */
export async function openAsStaff(url: string, token?: string): Promise<TillClient> {
  return createTillClient({ url, token: token ?? (await signIn(url, "staff")) });
}

/** Signs in a demo person of a till's sandbox. */
export async function signIn(url: string, role: "customer" | "staff"): Promise<string> {
  const visitor = createTillClient({ url });
  const { users } = await visitor.sandbox.users.query();
  const person = users.find((one) => one.role === role);
  if (!person) throw new Error(`The sandbox has no ${role}. Run the seed first, or give a --token.`);
  return (await visitor.sandbox.signIn.mutate({ userId: person.id })).token;
}
