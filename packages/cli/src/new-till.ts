import { parseArgs, styleText } from "node:util";
import { createTillClient } from "@till/client";

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
      url: { type: "string", default: process.env["TILL_URL"] || `http://localhost:${process.env["PORT"] || 8787}` },
    },
  });
  const { name, url } = values;
  const ttlMinutes = Number(values.ttl);
  const till = await createTillClient({ url })
    .sandbox.tills.create.mutate({ ttlMinutes, ...(name !== undefined && { name }) })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.cause instanceof TypeError)) throw error;
      throw new Error(`No Till answers at ${url}. Start one with: npx till dev`, { cause: error });
    });
  console.log(styleText("bold", till.url));
  for (const person of till.people) console.log(`${person.id} (${person.name}, ${person.role}): ${person.token}`);
  console.log(styleText("dim", `It is deleted at ${till.expiresAt}.`));
}
