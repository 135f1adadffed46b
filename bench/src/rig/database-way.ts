import { once } from "node:events";
import { Agent, createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { DatabaseAddress } from "./database.ts";

/** A request to the database. */
export interface SentRequest {
  readonly path: string;
  readonly body: string;
}

/** A proxy between a Worker and its database. It counts requests, and can delay or record them. */
export interface DatabaseWay extends DatabaseAddress {
  /** The number of requests so far. */
  requests(): number;
  /** Called with each request, until it is set to null. */
  onRequest: ((request: SentRequest) => void) | null;
  readonly stop: () => Promise<void>;
}

/** Opens a proxy to the database `target` that adds `delayMs` to each request. */
export async function openDatabaseWay(target: DatabaseAddress, { delayMs = 0 } = {}): Promise<DatabaseWay> {
  const { hostname, port } = new URL(target.url);
  const agent = new Agent({ keepAlive: true });
  let requests = 0;
  const way: { onRequest: DatabaseWay["onRequest"] } = { onRequest: null };
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    const path = incoming.url ?? "/";
    const pass = (body: Buffer) => {
      way.onRequest?.({ path, body: body.toString() });
      const { method, headers } = incoming;
      const onward = send({ hostname, port, path, method, headers, agent }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.once("error", () => outgoing.destroy());
      onward.end(body);
    };
    buffer(incoming).then(
      (body) => (delayMs > 0 ? setTimeout(pass, delayMs, body) : pass(body)),
      () => outgoing.destroy(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(way, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authToken: target.authToken,
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      agent.destroy();
    },
  });
}
