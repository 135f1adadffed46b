import { once } from "node:events";
import { Agent, createServer, request as startRequest } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkAccess } from "./access.ts";
import { Refusal } from "./refusal.ts";
import { batonOf, parseObject, requestKind, type StreamRequest } from "./request-kind.ts";
import { createStreamGate, type OpenStream, type StreamGate } from "./stream-gate.ts";

/**
 * How long a stream may stay open, in milliseconds, counted from its first answer. The server has one connection, so
 * other requests wait at most this long, plus the statement that runs when the time is up. It is Turso's limit for
 * interactive transactions, and half of the Worker's time limit for an answer.
 */
const STREAM_LIMIT_MS = 5_000;

export type RouterOptions = {
  /** The port to listen on, on 127.0.0.1; 0 for a free one. */
  port: number;
  /** The token that every request needs. */
  authToken: string;
  /** Replaces `STREAM_LIMIT_MS`. */
  streamLimitMs?: number;
};

export type Router = {
  port: number;
  /** Forwards requests to this server from now on. Requests in flight to the previous server get a 503. */
  aim(server: Upstream): void;
  close(): Promise<void>;
};

/** The libSQL server: its port on 127.0.0.1, and the `Authorization` header that it asks for. */
type Upstream = { port: number; authorization: string };

/** A request as it goes to the server. `signal` aborts when nobody waits for the answer any more. */
type Message = { method: string; path: string; contentType: string | undefined; body: Buffer; signal?: AbortSignal };
type Answer = { status: number; contentType: string | undefined; body: Buffer };
type Send = (message: Message) => Promise<Answer>;

/**
 * Listens in front of the libSQL server and shares its one connection: whole requests pass at once, streams pass one
 * after the other, each for a limited time (see `createStreamGate`). Rejects with the error of `listen` if the port is
 * taken.
 */
export async function openRouter({ port, authToken, streamLimitMs = STREAM_LIMIT_MS }: RouterOptions): Promise<Router> {
  let upstream: (Upstream & { agent: Agent }) | undefined;
  const send: Send = async (message) => {
    if (!upstream) throw serverIsGone();
    return exchange(upstream, message);
  };
  // One database, one gate. If the Host header chose a database, each database would need its own gate.
  const gate = createStreamGate({ limitMs: streamLimitMs, close: (baton) => closeStream(send, baton) });
  const server = createServer((request, response) => {
    void serve(request, response, authToken, (message) => pass(message, send, gate));
  });
  // If a kept connection closes at the moment its client uses it again, the request is lost.
  server.keepAliveTimeout = 0;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    aim(next) {
      upstream?.agent.destroy();
      upstream = { port: next.port, authorization: next.authorization, agent: new Agent({ keepAlive: true }) };
      gate.forget();
    },
    async close() {
      upstream?.agent.destroy();
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
  answerTo: Send,
): Promise<void> {
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  const { method = "", url: path = "", headers } = request;
  try {
    checkAccess(headers, authToken);
    const body = await readAll(request);
    const message = { method, path, contentType: headers["content-type"], body, signal: leaving.signal };
    const answer = await answerTo(message);
    response.writeHead(answer.status, { "content-type": answer.contentType ?? "text/plain" });
    response.end(answer.body);
  } catch (error) {
    if (!leaving.signal.aborted) refuse(response, error);
  }
}

async function pass(message: Message, send: Send, gate: StreamGate): Promise<Answer> {
  const kind = requestKind(message.method, message.path, message.body);
  if (kind.kind === "whole") return send(message);
  if (kind.kind === "stream") return passStream(message, kind, send, gate);
  throw new Refusal(
    404,
    "NOT_SUPPORTED",
    `The local database does not support ${message.method} ${message.path}. ` +
      "It speaks Hrana over HTTP in JSON: /v2/pipeline, /v3/pipeline and /v3/cursor, with an http:// URL.",
  );
}

/** Forwards a request of a stream. It always reads the answer, because only the baton in it can close the stream. */
async function passStream(
  { signal = AbortSignal.abort(), ...message }: Message,
  { baton }: StreamRequest,
  send: Send,
  gate: StreamGate,
): Promise<Answer> {
  const stream = baton === undefined ? await gate.begin(signal) : resume(gate, baton);
  let next: string | undefined;
  try {
    const answer = await send(message);
    // A pipeline's answer is one line. A cursor's answer has the baton in its first line.
    next = batonOf(parseObject(firstLine(answer.body)));
    return answer;
  } finally {
    await stream.settle(next, signal.aborted);
  }
}

function resume(gate: StreamGate, baton: string): OpenStream {
  const stream = gate.resume(baton);
  if (stream) return stream;
  throw new Refusal(
    400,
    "STREAM_EXPIRED",
    `This stream is closed and its uncommitted changes are rolled back: the local database keeps a stream ` +
      `(an interactive transaction, a database shell) open for ${STREAM_LIMIT_MS / 1_000} seconds.`,
  );
}

async function closeStream(send: Send, baton: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ baton, requests: [{ type: "close" }] }));
  try {
    await send({ method: "POST", path: "/v2/pipeline", contentType: "application/json", body });
  } catch (error) {
    // The server has ended, and its streams with it.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Of the headers, only the type of the content goes to the server and back: no other one may choose or allow anything. */
function exchange({ port, authorization, agent }: Upstream & { agent: Agent }, message: Message): Promise<Answer> {
  const { method, path, contentType, body, signal } = message;
  const type = contentType !== undefined && { "content-type": contentType };
  const headers = { ...type, authorization, "content-length": body.length };
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(serverIsGone(cause));
    const request = startRequest({ host: "127.0.0.1", port, agent, method, path, headers });
    signal?.addEventListener("abort", () => request.destroy(), { once: true });
    request.once("error", fail);
    request.once("response", (answer) => {
      const { statusCode: status = 502 } = answer;
      readAll(answer).then(
        (text) => resolve({ status, contentType: answer.headers["content-type"], body: text }),
        fail,
      );
    });
    request.end(body);
  });
}

function readAll(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.once("end", () => resolve(Buffer.concat(chunks)));
    message.once("error", reject);
  });
}

function firstLine(text: Buffer): Buffer {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.subarray(0, end);
}

function serverIsGone(cause?: unknown): Refusal {
  return new Refusal(503, "SERVER_GONE", "The local database server is not running, or ended before it answered.", {
    cause,
  });
}

/** Answers in the form that libSQL clients read error messages from. */
function refuse(response: ServerResponse, error: unknown): void {
  const { status, code, message } =
    error instanceof Refusal ? error : { status: 500, code: "ROUTER_FAULT", message: String(error) };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ message, code }));
}
