import { webhookEventTypes } from "@till/contracts";
import { openAsStaff, withRunningTill } from "./running-till.ts";

/** The commands, as a person types them: the one that runs, and the one that starts Till. */
export interface ListenCommands {
  listen: string;
  dev: string;
}

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
  commands: ListenCommands;
}): Promise<Listener> {
  const { url, till, commands } = options;
  return withRunningTill(till, commands.dev, async () => {
    const staff = await openAsStaff({ url: till }, options.token);
    const { items } = await staff.webhooks.endpoints.list.query();
    for (const { id } of items.filter((endpoint) => endpoint.url === url))
      await staff.webhooks.endpoints.delete.mutate({ id });
    const description = commands.listen;
    const { id, secret } = await staff.webhooks.endpoints.create.mutate({
      url,
      eventTypes: [...webhookEventTypes],
      description,
    });
    return { secret, remove: () => staff.webhooks.endpoints.delete.mutate({ id }) };
  });
}
