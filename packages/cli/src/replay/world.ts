import { type TillClient, type TillClientOptions, createTillClient, isRefusal } from "@till/client";
import type { CreatedTill, Dossier } from "@till/contracts";
import { createdDataSchema } from "@till/contracts";
import type { ReplayFile } from "./read-file.ts";

type Person = { readonly role: string; readonly id: string };

/** The new till in which orders are replayed. */
export interface World {
  readonly till: Pick<CreatedTill, "url" | "expiresAt">;
  readonly staff: TillClient;
  /** The id of a product here; undefined if there is none with this SKU. */
  productIdOf(sku: string): number | undefined;
  /** The client of a person, or of somebody new of the same role if they are not in this till. */
  as(actor: Person): Promise<{ client: TillClient; name: string }>;
  /** What is not as it was then, as sentences. */
  readonly notes: readonly string[];
}

type Way = Pick<TillClientOptions, "url" | "fetch">;

/**
 * Makes a till with the demo data. If that lacks a product of the orders, it makes a copy of the till that they were in,
 * as long as it exists.
 */
export async function makeWorld(way: Way, { till: source, dossiers }: ReplayFile): Promise<World> {
  const visitor = createTillClient(way);
  const create = (from?: string) =>
    visitor.sandbox.tills.create.mutate({ name: "till replay", ...(from !== undefined && { from }) });
  const fresh = await open(way, await create(), []);
  const missing = skusOf(dossiers).filter((sku) => fresh.productIdOf(sku) === undefined);
  if (missing.length === 0 || source === null) return fresh;
  try {
    const copy = await create(source.id);
    return await open(way, copy, [
      `The demo data has no product ${missing.join(", ")}, so this is a copy of the till ${source.id} with its stock, its orders and its clock.`,
    ]);
  } catch (error) {
    if (!isRefusal(error, "TILL_NOT_FOUND")) throw error;
    return fresh;
  }
}

const skusOf = (dossiers: readonly Dossier[]): string[] => [
  ...new Set(
    dossiers.flatMap(({ events }) =>
      events.flatMap(({ data }) => createdDataSchema.safeParse(data).data?.lines.map(({ sku }) => sku) ?? []),
    ),
  ),
];

async function open(way: Way, { url, expiresAt, people }: CreatedTill, notes: string[]): Promise<World> {
  const clientOf = (token: string | undefined) => createTillClient({ ...way, url, token });
  const crowd = new Map(people.map(({ id, token }) => [id, Promise.resolve({ client: clientOf(token), name: id })]));
  const staff = clientOf(people.find(({ role }) => role === "staff")?.token);
  const ids = await productIds(staff);
  const standInFor = async ({ id, role }: Person) => {
    const added = await staff.sandbox.addUser.mutate(role === "customer" ? {} : { role: "staff" });
    notes.push(`${id} is not in the new till. ${added.user.id} stands in.`);
    return { client: clientOf(added.token), name: added.user.id };
  };
  return {
    till: { url, expiresAt },
    staff,
    notes,
    productIdOf: (sku) => ids.get(sku),
    as(person) {
      const client = crowd.get(person.id) ?? standInFor(person);
      crowd.set(person.id, client);
      return client;
    },
  };
}

async function productIds(client: TillClient): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof client.products.list.query>> = await client.products.list.query({
      limit: 100,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { sku, id } of page.items) ids.set(sku, id);
    cursor = page.nextCursor;
  }
  return ids;
}
