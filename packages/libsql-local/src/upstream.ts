import { Agent, request as startRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** The libSQL server: its ports on 127.0.0.1, and the `Authorization` header that it asks for. */
export type ServerAddress = { port: number; adminPort: number; authorization: string };

/** A request to the server. `namespace` is the database that it is for. */
export type Message = {
  method: string;
  path: string;
  namespace: string;
  contentType: string | undefined;
  body: Buffer;
};
export type Answer = { status: number; contentType: string | undefined; body: Buffer };

export type Upstream = {
  /** Requests go to this server from now on. Those in flight to the previous one get a 503. */
  aim(server: ServerAddress): void;
  /** Sends a request to a database. Rejects with a `Refusal` if there is no server, or if it ends. */
  send(message: Message): Promise<Answer>;
  /** Sends a request to the server's administration. Rejects as `send` does. */
  administer(method: string, path: string): Promise<Answer>;
  close(): void;
};

export function createUpstream(): Upstream {
  let server: (ServerAddress & { agent: Agent }) | undefined;
  const running = (): NonNullable<typeof server> => {
    if (!server) throw serverIsGone();
    return server;
  };
  return {
    aim({ port, adminPort, authorization }) {
      server?.agent.destroy();
      server = { port, adminPort, authorization, agent: new Agent({ keepAlive: true }) };
    },
    async send({ method, path, namespace, contentType, body }) {
      const { port, agent, authorization } = running();
      // The first label of the host is the namespace. No other header of the client goes on.
      const type = contentType !== undefined && { "content-type": contentType };
      return exchange({ port, agent, method, path }, { ...type, authorization, host: `${namespace}.localhost` }, body);
    },
    async administer(method, path) {
      const { adminPort: port, agent, authorization } = running();
      const body = Buffer.from(method === "POST" ? "{}" : "");
      const type = method === "POST" && { "content-type": "application/json" };
      return exchange({ port, agent, method, path }, { ...type, authorization }, body);
    },
    close: () => server?.agent.destroy(),
  };
}

type Destination = { port: number; agent: Agent; method: string; path: string };

/** Of the answer's headers, only the type of its content goes back: the server lets any web page read its answers. */
function exchange(to: Destination, headers: Record<string, string>, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(serverIsGone(cause));
    const request = startRequest({ ...to, host: "127.0.0.1", headers: { ...headers, "content-length": body.length } });
    request.once("error", fail);
    request.once("response", (answer) => {
      const { statusCode: status = 502, headers: received } = answer;
      const settle = (text: Buffer): void => resolve({ status, contentType: received["content-type"], body: text });
      readAll(answer).then(settle, fail);
    });
    request.end(body);
  });
}

export function readAll(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.once("end", () => resolve(Buffer.concat(chunks)));
    message.once("error", reject);
  });
}

function serverIsGone(cause?: unknown): Refusal {
  return new Refusal(503, "SERVER_GONE", "The local database server is not running, or ended before it answered.", {
    cause,
  });
}
