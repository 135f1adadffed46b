import { type TillClient, createTillClient } from "@till/client";
import { webhookEventTypes } from "@till/contracts";

/** The endpoint of a session, and how to delete it. */
export interface Listener {
  readonly secret: string;
  readonly remove: () => Promise<unknown>;
}

/** Lets a running Till send all its webhooks to `url`, and removes the endpoint that an earlier session left. */
export async function registerListener(options: {
  url: string;
  till: string;
  token: string | undefined;
}): Promise<Listener> {
  const { url, till } = options;
  try {
    const staff = createTillClient({ url: till, token: options.token ?? (await signIn(till)) });
    const { items } = await staff.webhooks.endpoints.list.query();
    for (const { id } of items.filter((endpoint) => endpoint.url === url))
      await staff.webhooks.endpoints.delete.mutate({ id });
    const description = "npx pnpm@10 listen";
    const { id, secret } = await staff.webhooks.endpoints.create.mutate({
      url,
      eventTypes: [...webhookEventTypes],
      description,
    });
    return { secret, remove: () => staff.webhooks.endpoints.delete.mutate({ id }) };
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof TypeError)) throw error;
    throw new Error(`No Till answers at ${till}. Start one with: npx pnpm@10 dev`, { cause: error });
  }
}

/** Signs in a staff member of the sandbox. */
async function signIn(till: string): Promise<string> {
  const visitor: TillClient = createTillClient({ url: till });
  const { users } = await visitor.sandbox.users.query();
  const person = users.find(({ role }) => role === "staff");
  if (!person) throw new Error("The sandbox has nobody of staff. Run the seed first, or give a --token.");
  return (await visitor.sandbox.signIn.mutate({ userId: person.id })).token;
}
