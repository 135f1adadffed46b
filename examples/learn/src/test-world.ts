import { createNamespace } from "@till/libsql-local";
import { Webhook } from "standardwebhooks";
import { inject } from "vitest";
import { NoAnswer, openDatabase } from "./database.ts";
import { later } from "./later.ts";
import type { Charge, Email, Shop, World } from "./world.ts";

const endpoint = {
  url: "https://warehouse.example/webhooks",
  secret: `whsec_${btoa("a secret for tests only, 32 bytes")}`,
};

/** A world of its own for a test: an empty database, a mail server, a server that gets webhooks, and a gateway. */
export async function openWorld(shop: Shop) {
  const server = inject("databaseServer");
  const name = crypto.randomUUID();
  await createNamespace(server, name);
  const db = openDatabase({ url: `${server.url}/${name}/`, authToken: server.authToken });
  await db.batch(shop.schema);

  const post = openMailServer();
  const warehouse = openReceiver();
  const bank = openGateway();
  const world = {
    db,
    now: new Date().toISOString(),
    mail: post.mail,
    send: warehouse.send,
    endpoint,
    gateway: bank,
    /** Lets a minute pass, and runs what the chapter's code does each minute. */
    async minutePasses() {
      world.now = later(world.now, 60);
      await shop.sweep?.(world);
    },
  } satisfies World & { minutePasses(): Promise<void> };

  return {
    world,
    ...post,
    receiver: warehouse.receiver,
    parcelsOf: warehouse.parcelsOf,
    gateway: bank,
    /** Places an order of 450.00, and returns its id. */
    placeOrder: async (status = "PENDING"): Promise<number> => {
      const sql = "INSERT INTO orders (status, amount, email) VALUES (:status, 45000, 'asha@example.com') RETURNING id";
      const [order] = await db.query<{ id: number }>(sql, { status });
      return Number(order?.id);
    },
    /** What became of an order, in one sentence. */
    storyOf: async (orderId: number): Promise<string> => {
      const sql = `SELECT status, (SELECT count(*) FROM payments WHERE order_id = orders.id AND status = 'SUCCEEDED') AS taken
        FROM orders WHERE id = :orderId`;
      const [order] = await db.query<{ status: string; taken: number }>(sql, { orderId });
      return `${counted(Number(order?.taken), "payment")} taken, and the order is ${order?.status}`;
    },
  };
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? " was" : "s were"}`;

function openMailServer() {
  const emails: Email[] = [];
  const mailServer = { isDown: false };
  const mail = async (email: Email) => {
    if (mailServer.isDown) throw new Error("The mail server is down.");
    emails.push(email);
  };
  return { emails, mailServer, mail };
}

/** The server of a warehouse. It ships a parcel for each webhook that is signed and that it has not had before. */
function openReceiver() {
  const parcels = new Map<string, number>();
  const receiver = { isDown: false, losesAnswers: 0, requests: 0 };
  const send: World["send"] = async (_url, { body, headers }) => {
    receiver.requests += 1;
    if (receiver.isDown) return new Response(null, { status: 503 });
    const { data } = new Webhook(endpoint.secret).verify(body, { ...headers }) as { data: { orderId: number } };
    parcels.set(headers["webhook-id"] ?? "", data.orderId);
    receiver.losesAnswers -= 1;
    return new Response(null, { status: receiver.losesAnswers >= 0 ? 502 : 204 });
  };
  const parcelsOf = (orderId: number) =>
    `${counted([...parcels.values()].filter((id) => id === orderId).length, "parcel")} shipped`;
  return { receiver, send, parcelsOf };
}

/** A gateway. It charges once for each key, and a repeat gets the first answer. */
function openGateway() {
  const charged = new Map<string, number>();
  const declined = new Set<string>();
  const gateway = {
    charged,
    /** So many charges are declined. */
    declines: 0,
    /** So many answers get lost. */
    losesAnswers: 0,
    async charge({ key, amount }: Charge) {
      if (!charged.has(key) && gateway.declines > 0) {
        gateway.declines -= 1;
        declined.add(key);
      }
      if (declined.has(key)) return "FAILED" as const;
      charged.set(key, amount);
      gateway.losesAnswers -= 1;
      if (gateway.losesAnswers >= 0) throw new NoAnswer("The gateway gave no answer.");
      return "SUCCEEDED" as const;
    },
  };
  return gateway;
}
