import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkAccess } from "./access.ts";
import { createAdministration, namespaceNotFound, type Administration } from "./administration.ts";
import type { Gate, Turn } from "./gate.ts";
import { createGates, type Gates } from "./gates.ts";
import { isNamespaceName } from "./namespace-name.ts";
import { Refusal } from "./refusal.ts";
import { batonOf, parseObject, type RequestKind } from "./request-kind.ts";
import { isAdministration, routeOf } from "./route.ts";
import { createUpstream, readAll, type Answer, type Message, type ServerAddress, type Upstream } from "./upstream.ts";

/**
 * How long a stream may stay open, in milliseconds, counted from its first answer. A database has one user at a time, so
 * other requests wait at most this long, plus the statement that runs when the time is up. It is Turso's limit for
 * interactive transactions, and half of the Worker's time limit for an answer.
 */
const STREAM_LIMIT_MS = 5_000;

export type RouterOptions = {
  /** The port to listen on, on 127.0.0.1; 0 for a free one. */
  port: number;
  /** The token that every request needs. */
  authToken: string;
  /** The folder of the server's data. */
  dataDir: string;
  /** Replaces `STREAM_LIMIT_MS`. */
  streamLimitMs?: number;
};

export type Router = {
  port: number;
  /** Forwards requests to this server from now on. Requests in flight to the previous server get a 503. */
  aim(server: ServerAddress): void;
  close(): Promise<void>;
};

type Passage = { upstream: Upstream; gates: Gates; administration: Administration };

/** A request with access. `leaving` aborts when its client is gone. */
type Guest = { method: string; path: string; contentType: string | undefined; body: Buffer; leaving: AbortSignal };

/**
 * Listens in front of the libSQL server, checks access (`checkAccess`), and gives each namespace one user at a time
 * (`createGate`). Its paths are described in `namespaces.ts`. Rejects with the error of `listen` if the port is taken.
 */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { port, authToken, dataDir, streamLimitMs = STREAM_LIMIT_MS } = options;
  const upstream = createUpstream();
  const gates = createGates(streamLimitMs, (namespace, baton) => closeStream(upstream, namespace, baton));
  const passage = { upstream, gates, administration: createAdministration({ dataDir, upstream, gates }) };
  const server = createServer((request, response) => {
    void serve(request, response, authToken, passage);
  });
  // If a kept connection closes at the moment its client uses it again, the request is lost.
  server.keepAliveTimeout = 0;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    aim(next) {
      upstream.aim(next);
      gates.forget();
    },
    async close() {
      upstream.close();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  authToken: string,
  passage: Passage,
): Promise<void> {
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  const { method = "", url: path = "", headers } = request;
  try {
    checkAccess(headers, authToken);
    const body = await readAll(request);
    const guest = { method, path, contentType: headers["content-type"], body, leaving: leaving.signal };
    const answer = await pass(guest, passage);
    response.writeHead(answer.status, answer.contentType === undefined ? {} : { "content-type": answer.contentType });
    response.end(answer.body);
  } catch (error) {
    if (!leaving.signal.aborted) refuse(response, error);
  }
}

async function pass(guest: Guest, { upstream, gates, administration }: Passage): Promise<Answer> {
  const { method, body, contentType, leaving } = guest;
  if (isAdministration(guest.path)) return administration({ method, path: guest.path, signal: leaving });
  const { namespace, path, kind } = routeOf(method, guest.path, body);
  if (kind.kind === "unknown") throw notSupported(guest);
  if (!isNamespaceName(namespace)) throw namespaceNotFound(namespace);
  const message = { method, path, namespace, contentType, body };
  if (kind.kind === "status") return upstream.send(message);
  const turn = await take(gates.of(namespace), kind, leaving);
  const answer = await passIn(message, turn, upstream, leaving);
  if (answer.status === 404) throw namespaceNotFound(namespace);
  return answer;
}

/** Waits for the turn of a new request or stream, or continues a stream. */
async function take(gate: Gate, kind: RequestKind, leaving: AbortSignal): Promise<Turn> {
  if (kind.kind !== "stream") return gate.enter("request", leaving);
  if (kind.baton === undefined) return gate.enter("stream", leaving);
  const turn = gate.resume(kind.baton);
  if (turn) return turn;
  throw new Refusal(
    400,
    "STREAM_EXPIRED",
    `This stream is closed and its uncommitted changes are rolled back: the local database keeps a stream ` +
      `(an interactive transaction, a database shell) open for ${STREAM_LIMIT_MS / 1_000} seconds.`,
  );
}

/**
 * Forwards a request whose turn it is. It always reads the answer, even if the client is gone: the database is free
 * only after the answer, and only the baton in it can close the stream.
 */
async function passIn(message: Message, turn: Turn, upstream: Upstream, leaving: AbortSignal): Promise<Answer> {
  let baton: string | undefined;
  try {
    const answer = await upstream.send(message);
    // A pipeline's answer is one line. A cursor's answer has the baton in its first line.
    baton = batonOf(parseObject(firstLine(answer.body)));
    return answer;
  } finally {
    await turn.settle(baton, leaving.aborted);
  }
}

async function closeStream(upstream: Upstream, namespace: string, baton: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ baton, requests: [{ type: "close" }] }));
  try {
    await upstream.send({ method: "POST", path: "/v2/pipeline", namespace, contentType: "application/json", body });
  } catch (error) {
    // The server has ended, and its streams with it.
    if (!(error instanceof Refusal)) throw error;
  }
}

function firstLine(text: Buffer): Buffer {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.subarray(0, end);
}

function notSupported({ method, path }: Guest): Refusal {
  return new Refusal(
    404,
    "NOT_SUPPORTED",
    `The local database does not support ${method} ${path}. ` +
      "It speaks Hrana over HTTP in JSON: /v2/pipeline, /v3/pipeline and /v3/cursor, with an http:// URL.",
  );
}

/** Answers in the form that libSQL clients read error messages from. */
function refuse(response: ServerResponse, error: unknown): void {
  const { status, code, message } =
    error instanceof Refusal ? error : { status: 500, code: "ROUTER_FAULT", message: String(error) };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ message, code }));
}
