import {
  type Advance,
  type AuditResult,
  type Dossier,
  type Happened,
  type Order,
  type ProcedureName,
  type Role,
  type TillClient,
  advanceTill,
  auditTill,
  createTillClient,
} from "@till/client";
import { type PersonClient, type SignedIn, firstName, signedIn } from "./person.ts";
import { type WebhookReceiver, type WebhookTarget, receiveWebhooks, sendWebhooks } from "./webhook-receiver.ts";

type Created = Awaited<ReturnType<TillClient["sandbox"]["tills"]["create"]["mutate"]>>;
type Sandbox = TillClient["sandbox"];
type ArmFault = Parameters<Sandbox["faults"]["arm"]["mutate"]>[0] & { procedure: ProcedureName };
type ArmedFault = Awaited<ReturnType<Sandbox["faults"]["arm"]["mutate"]>>;
type WrittenProduct = Parameters<TillClient["products"]["upsert"]["mutate"]>[0];
type Product = Awaited<ReturnType<TillClient["products"]["upsert"]["mutate"]>>;
type WrittenDiscount = Parameters<TillClient["discounts"]["create"]["mutate"]>[0];
type Discount = Awaited<ReturnType<TillClient["discounts"]["create"]["mutate"]>>;
type RunRace = Parameters<Sandbox["race"]["mutate"]>[0];
type Race = Awaited<ReturnType<Sandbox["race"]["mutate"]>>;

/** A whole shop of a test's own: products, stock, orders, people, messages, time. */
export interface TestTill {
  readonly id: string;
  /** Where its shop is, and everything else below it. */
  readonly url: string;
  /** The client of a customer, by id or first name: `till.customer("ben")`. The default is the first one. */
  customer(who?: string): PersonClient;
  /** The client of somebody of staff. */
  staff(): PersonClient;
  /** The client of a guest, by the `guestLink` of their order. */
  guest(link: string): TillClient;
  readonly products: {
    /** Adds a product of the test's own. What is left out: ₹100.00 a piece, as many as one likes. */
    add(product?: Partial<WrittenProduct>): Promise<Product>;
  };
  readonly discounts: {
    /** Adds a discount code of the test's own. What is left out: 10 percent off, for everybody, without an end. */
    add(discount?: Partial<WrittenDiscount>): Promise<Discount>;
  };
  /** The client of a new person, whom nothing knows yet. By default a customer. */
  somebody(who?: { name?: string; role?: Role }): Promise<PersonClient>;
  readonly clock: {
    /** Stops the clock, at a time that is not earlier than it is. The default is now. */
    freeze(at?: Date): Promise<void>;
    /** Moves the time, does all that falls due on the way, and returns it in order. */
    advance(by: Advance): Promise<Happened>;
  };
  readonly faults: {
    /** The nth call of a procedure from now on is lost, late, answered with an error or cut in half. */
    arm(fault: ArmFault): Promise<ArmedFault>;
    /** The armed faults, with what each has done so far. */
    list(): Promise<ArmedFault[]>;
    /** Clears one fault, or all. */
    clear(id?: string): Promise<void>;
  };
  /** Sends commands at the same moment. The answer says who won, why the others lost, and whether Till's rules hold. */
  race(race: RunRace): Promise<Race>;
  /** A copy of the till as it is now, that goes its own way. It is deleted together with this one. */
  fork(): Promise<TestTill>;
  /** Recalculates the whole till from its events, and returns each figure that differs. */
  audit(): Promise<AuditResult["differences"]>;
  /** Everything that Till knows about an order, by the order or its id. */
  dossier(order: number | Pick<Order, "id">): Promise<Dossier>;
  readonly inbox: TillClient["inbox"];
  readonly webhooks: {
    /** Starts a receiver on 127.0.0.1 for all webhooks of this till. It stops when the till is deleted. */
    receive(): Promise<WebhookReceiver>;
    /** Has all webhooks of this till sent to a server of yours, such as the shop under test. */
    sendTo(url: string): Promise<WebhookTarget>;
  };
  /** Deletes the till and its forks, and stops its receivers. */
  delete(): Promise<void>;
  /** Stops what runs in this process, and keeps the till. */
  keep(): Promise<void>;
}

export interface TestTillOptions {
  /** Where Till runs. */
  url: string;
  /** What people call the till. */
  name?: string;
  /** How long a call may take, including retries, in milliseconds. */
  timeoutMs?: number;
}

type Way = Omit<TestTillOptions, "name">;

const maxNameLength = 100;

/** Makes a till with the demo data. Delete it in the end: Till does it after an hour. */
export async function createTestTill({ name, ...way }: TestTillOptions): Promise<TestTill> {
  const world = createTillClient(way);
  const created = await world.sandbox.tills.create.mutate(
    name === undefined ? {} : { name: name.replaceAll(/\s+/g, " ").slice(0, maxNameLength) },
  );
  return openTestTill(world, created, way);
}

function openTestTill(world: TillClient, { id, url, people }: Created, way: Way): TestTill {
  const crowd = gather(people, { ...way, url });
  const staff = () => crowd.find("staff");
  const { sandbox } = staff();
  const parts: { stop(): Promise<void> }[] = [];
  const forks: TestTill[] = [];
  const keep = async () => {
    for (const part of parts.splice(0)) await part.stop();
    for (const fork of forks) await fork.keep();
  };
  return {
    id,
    url,
    customer: (who) => crowd.find("customer", who),
    staff,
    guest: (link) => createTillClient({ ...way, url, token: new URL(link).hash.slice(1) }),
    somebody: async (who = {}) => {
      const { token, user } = await sandbox.addUser.mutate(who);
      return crowd.add({ ...user, token });
    },
    ...catalogueOf(staff()),
    inbox: staff().inbox,
    clock: {
      async freeze(at) {
        await sandbox.clock.set.mutate({ mode: "frozen", ...(at && { now: at.toISOString() }) });
        crowd.signInAgain();
      },
      async advance(by) {
        const happened = await advanceTill(staff(), by);
        crowd.signInAgain();
        return happened;
      },
    },
    faults: {
      arm: (fault) => sandbox.faults.arm.mutate(fault),
      list: async () => (await sandbox.faults.list.query()).items,
      clear: async (fault) => void (await sandbox.faults.clear.mutate(fault === undefined ? {} : { id: fault })),
    },
    race: (race) => sandbox.race.mutate(race),
    async fork() {
      const fork = openTestTill(world, await world.sandbox.tills.fork.mutate({ id }), way);
      forks.push(fork);
      await forgetEndpoints(fork.staff());
      return fork;
    },
    audit: async () => (await auditTill(staff())).differences,
    dossier: (order) => staff().orders.dossier.query({ id: typeof order === "number" ? order : order.id }),
    webhooks: {
      async receive() {
        const receiver = await receiveWebhooks(staff());
        parts.push(receiver);
        return receiver;
      },
      sendTo: (to) => sendWebhooks(staff(), to),
    },
    keep,
    async delete() {
      await keep();
      for (const fork of forks.splice(0)) await fork.delete();
      await world.sandbox.tills.delete.mutate({ id });
    },
  };
}

/** The people of a till, and how to find one. */
function gather(people: Created["people"], way: Way) {
  const crowd: SignedIn[] = people.map((person) => signedIn(person, way));
  return {
    find(role: Role, who?: string): PersonClient {
      const able = crowd.flatMap(({ client }) => (client.person.role === role ? [client] : []));
      const found = able.find(
        ({ person }) => who === undefined || person.id === who || firstName(person) === who.toLowerCase(),
      );
      if (found) return found;
      const others = able.map(({ person }) => firstName(person)).join(", ");
      throw new Error(`The till has no ${role} "${who}". It has: ${others}.`);
    },
    add({ id, role, name, token }: Created["people"][number]): PersonClient {
      const added = signedIn({ id, role, name, token }, way);
      crowd.push(added);
      return added.client;
    },
    /** The clock was moved: tokens may have expired. */
    signInAgain: () => crowd.forEach((one) => one.signInAgain()),
  };
}

/** How a test adds to the catalogue. */
const catalogueOf = (staff: TillClient): Pick<TestTill, "products" | "discounts"> => ({
  products: {
    async add(product = {}) {
      const sku = newName("sku");
      const usual = { sku, name: `Product ${sku}`, unitPrice: 10_000, currency: "INR" as const, stock: null };
      return staff.products.upsert.mutate({ ...usual, ...product });
    },
  },
  discounts: {
    async add(discount = {}) {
      const usual = { code: newName("CODE"), kind: "PERCENT" as const, value: 10, currency: "INR" as const };
      return staff.discounts.create.mutate({ ...usual, ...discount });
    },
  },
});

/** A name that nothing in the till has yet. */
const newName = (prefix: string): string => `${prefix}-${crypto.randomUUID().slice(0, 8)}`;

/** A fork has the webhook endpoints of its source, whose receivers are not for what happens in the fork. */
async function forgetEndpoints(till: TillClient): Promise<void> {
  const { items } = await till.webhooks.endpoints.list.query();
  for (const { id } of items) await till.webhooks.endpoints.delete.mutate({ id });
}
