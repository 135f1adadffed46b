import { parseArgs, styleText } from "node:util";
import { createTillClient } from "@till/client";
import { defaultTillUrl, withRunningTill } from "./running-till.ts";

export const newUsage = `till new [--name Returns] [--ttl 60] [--url http://localhost:8787]

Makes a till, a whole shop of its own, on a running Till, and prints its address and the tokens of its people.
It is deleted after --ttl minutes.`;

/** Makes a till on a running Till, and prints it. @throws a sentence that says what to do. */
export async function newTill(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: "string" },
      ttl: { type: "string", default: "60" },
      url: { type: "string", default: defaultTillUrl() },
    },
  });
  const { name, url } = values;
  const ttlMinutes = Number(values.ttl);
  const till = await withRunningTill(url, "npx till dev", () =>
    createTillClient({ url }).sandbox.tills.create.mutate({ ttlMinutes, ...(name !== undefined && { name }) }),
  );
  console.log(styleText("bold", till.url));
  for (const person of till.people) console.log(`${person.id} (${person.name}, ${person.role}): ${person.token}`);
  console.log(styleText("dim", `It is deleted at ${till.expiresAt}.`));
}
