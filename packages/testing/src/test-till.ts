import { type TillClient, type TillClientOptions, createTillClient } from "@till/client";
import { type WebhookReceiver, receiveWebhooks } from "./webhook-receiver.ts";

type Created = Awaited<ReturnType<TillClient["sandbox"]["tills"]["create"]["mutate"]>>;
type Advanced = Awaited<ReturnType<TillClient["sandbox"]["clock"]["advance"]["mutate"]>>;
type Audited = Awaited<ReturnType<TillClient["audit"]["run"]["query"]>>;

/** A whole shop of a test's own: products, stock, orders, people, messages, time. */
export interface TestTill {
  readonly id: string;
  /** Where its shop is, and everything else below it. */
  readonly url: string;
  /** The client of a customer, by id or first name: `till.customer("ben")`. The default is the first one. */
  customer(who?: string): TillClient;
  /** The client of somebody of staff. */
  staff(): TillClient;
  readonly clock: {
    /** Stops the clock, at a time that is not earlier than it is. The default is now. */
    freeze(at?: Date): Promise<void>;
    /** Moves the time, does all that falls due on the way, and returns it in order. */
    advance(by: { seconds?: number; minutes?: number; hours?: number; days?: number }): Promise<Advanced["happened"]>;
  };
  /** A copy of the till as it is now, that goes its own way. It is deleted together with this one. */
  fork(): Promise<TestTill>;
  /** Recalculates the whole till from its events, and returns each figure that differs. */
  audit(): Promise<Audited["differences"]>;
  readonly inbox: TillClient["inbox"];
  readonly webhooks: {
    /** Starts a receiver on 127.0.0.1 for all webhooks of this till. It stops when the till is deleted. */
    receive(): Promise<WebhookReceiver>;
  };
  /** Deletes the till and its forks, and stops its receivers. */
  delete(): Promise<void>;
  /** Stops what runs in this process, and keeps the till. */
  keep(): Promise<void>;
}

export interface TestTillOptions extends Pick<TillClientOptions, "timeoutMs"> {
  /** Where Till runs. */
  url: string;
  /** What people call the till. */
  name?: string;
}

const maxNameLength = 100;

/** Makes a till with the demo data. Delete it in the end: Till does it after an hour. */
export async function createTestTill({ name, ...way }: TestTillOptions): Promise<TestTill> {
  const world = createTillClient(way);
  const created = await world.sandbox.tills.create.mutate(
    name === undefined ? {} : { name: name.replaceAll(/\s+/g, " ").slice(0, maxNameLength) },
  );
  return openTestTill(world, created, way);
}

function openTestTill(world: TillClient, created: Created, way: Omit<TestTillOptions, "name">): TestTill {
  const { id, url, people } = created;
  const clients = new Map(people.map((person) => [person.id, createTillClient({ ...way, url, token: person.token })]));
  const find = (role: string, who?: string): TillClient => {
    const able = people.filter((person) => person.role === role);
    const found = able.find(
      (person) => who === undefined || person.id === who || firstName(person) === who.toLowerCase(),
    );
    const client = found && clients.get(found.id);
    if (client) return client;
    throw new Error(`The till has no ${role} "${who}". It has: ${able.map(firstName).join(", ")}.`);
  };
  const staff = () => find("staff");
  const parts: { stop(): Promise<void> }[] = [];
  const forks: TestTill[] = [];
  const keep = async () => {
    for (const part of parts.splice(0)) await part.stop();
    for (const fork of forks) await fork.keep();
  };
  return {
    id,
    url,
    customer: (who) => find("customer", who),
    staff,
    inbox: staff().inbox,
    clock: {
      async freeze(at) {
        await staff().sandbox.clock.set.mutate({ mode: "frozen", ...(at && { now: at.toISOString() }) });
      },
      advance: (by) => advanceAll(staff(), by),
    },
    async fork() {
      const fork = openTestTill(world, await world.sandbox.tills.fork.mutate({ id }), way);
      forks.push(fork);
      if (parts.length > 0) await forgetEndpoints(fork.staff());
      return fork;
    },
    audit: () => auditAll(staff()),
    webhooks: {
      async receive() {
        const receiver = await receiveWebhooks(staff());
        parts.push(receiver);
        return receiver;
      },
    },
    keep,
    async delete() {
      await keep();
      for (const fork of forks.splice(0)) await fork.delete();
      await world.sandbox.tills.delete.mutate({ id });
    },
  };
}

const firstName = ({ name }: { name: string }): string => (name.split(" ")[0] ?? name).toLowerCase();

/** Advances the clock to the end, in as many calls as it takes. */
async function advanceAll(till: TillClient, by: Parameters<TestTill["clock"]["advance"]>[0]) {
  const units = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };
  const seconds = Object.entries(units).reduce(
    (sum, [unit, size]) => sum + (by[unit as keyof typeof units] ?? 0) * size,
    0,
  );
  const start = Date.parse((await till.sandbox.clock.get.query()).now);
  const happened: Advanced["happened"] = [];
  for (let left = seconds; left > 0;) {
    const step = await till.sandbox.clock.advance.mutate({ seconds: left });
    happened.push(...step.happened);
    left = Math.ceil((start + seconds * 1_000 - Date.parse(step.now)) / 1_000);
  }
  return happened;
}

async function auditAll(till: TillClient): Promise<Audited["differences"]> {
  const differences: Audited["differences"] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const piece: Audited = await till.audit.run.query(cursor === undefined ? {} : { cursor });
    differences.push(...piece.differences);
    cursor = piece.nextCursor;
  }
  return differences;
}

/** A fork has the webhook endpoints of its source, whose receivers are not for what happens in the fork. */
async function forgetEndpoints(till: TillClient): Promise<void> {
  const { items } = await till.webhooks.endpoints.list.query();
  for (const { id } of items) await till.webhooks.endpoints.delete.mutate({ id });
}
