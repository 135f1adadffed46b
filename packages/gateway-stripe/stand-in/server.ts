import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "qs";
import { Account } from "./account.ts";
import { answerChallenge } from "./challenge.ts";
import { type StandInEvent, eventOf, signed } from "./events.ts";
import { type Answer, createKeys } from "./idempotency.ts";
import { standInKeys } from "./keys.ts";
import { newId } from "./objects.ts";
import { operations } from "./operations.ts";
import { StripeRefusal, invalid } from "./refusal.ts";
import { api, faultOfAnswer, faultOfEvent, faultOfFields, releaseOf } from "./schemas.ts";

/** A request that the stand-in got. */
interface SeenRequest {
  readonly operation: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly key: string | undefined;
}

/**
 * A stand-in of Stripe's API for tests, on loopback. It takes the fields that are in its extract of Stripe's OpenAPI document,
 * refuses all others as Stripe does, and validates its own answers, errors and events by the same document.
 */
export class StripeStandIn {
  /** Where it is. */
  url = "";
  readonly account: Account;
  /** The requests that it got so far. */
  readonly seen: SeenRequest[] = [];
  /** The events of the account so far. */
  readonly events: StandInEvent[] = [];
  /** What was wrong with its own answers, and events that nobody took. A test expects none. */
  readonly faults: string[] = [];
  /** What the network does. A test changes it. */
  readonly network = {
    /** How many calls are still to be lost before Stripe has them. */
    callsToLose: 0,
    /** How many answers are still to be lost after Stripe has done its work. */
    answersToLose: 0,
    /** The status of the next answers, such as 503, and how many. Nothing is done then. */
    outage: { status: 503, answers: 0 },
    /** Where events are sent. By default nowhere: a test delivers them. */
    eventsTo: null as string | null,
    /** Called when Stripe has taken a request and its key, before it does anything. */
    beforeWork: async (_operation: string) => {},
    /** Called when Stripe has done its work, before its answer leaves. */
    beforeAnswer: async (_operation: string) => {},
  };
  #withKey = createKeys();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      if (!(error instanceof StripeRefusal)) this.faults.push(String(error));
      send(response, this.#checked("error", refusalAnswer(error)));
    });
  });

  constructor() {
    this.account = new Account({
      tell: (type, object) => this.#tell(eventOf(type, object)),
      challengeUrl: (intent) => `${this.url}/3ds/${intent}`,
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => void this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** A day has passed: Stripe keeps idempotency keys no longer. */
  forgetKeys(): void {
    this.#withKey = createKeys();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  #tell(event: StandInEvent): void {
    this.events.push(event);
    this.#note(faultOfEvent(event.body));
    const { eventsTo } = this.network;
    if (eventsTo === null) return;
    fetch(eventsTo, signed(event))
      .then(({ ok, status }) => ok || this.faults.push(`${event.type} was answered with ${status}`))
      .catch((error: unknown) => this.faults.push(`${event.type}: ${String(error)}`));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const form = await textOf(request);
    const [, intent] = /^\/3ds\/(pi_\w+)$/.exec(url.pathname) ?? [];
    if (intent !== undefined) return answerChallenge(this.account, intent, { request, response, form });
    const { network } = this;
    if (network.callsToLose > 0) {
      network.callsToLose -= 1;
      return void request.socket.destroy();
    }
    if (network.outage.answers > 0) {
      network.outage.answers -= 1;
      throw new StripeRefusal(network.outage.status, { type: "api_error", message: "Stripe is out of order." });
    }
    const answer = await this.#act(request, url, form);
    if (network.answersToLose === 0) return send(response, answer);
    network.answersToLose -= 1;
    return void request.socket.destroy();
  }

  async #act(request: IncomingMessage, url: URL, form: string): Promise<Answer> {
    if (request.headers.authorization !== `Bearer ${standInKeys.secretKey}`)
      throw invalid("Invalid API Key provided.", {}, 401);
    const version = request.headers["stripe-version"];
    const release = releaseOf(api.source.apiVersion);
    if (typeof version !== "string" || releaseOf(version) !== release)
      throw invalid(`The stand-in has the release ${release} only.`);
    const { operation, id } = operationOf(request.method ?? "GET", url.pathname);
    const does = operations[operation];
    if (!does) throw invalid(`Unrecognized request URL (${request.method} ${url.pathname}).`, {}, 404);
    const fields = parse(request.method === "GET" ? url.search.slice(1) : form) as Record<string, unknown>;
    const key = request.headers["idempotency-key"] as string | undefined;
    const fault = faultOfFields(operation, fields);
    this.seen.push({ operation, fields, key });
    if (fault) throw invalid(fault.message, { param: fault.param });
    const answer = await this.#withKey({ key, request: JSON.stringify([url.pathname, fields]) }, async () => {
      await this.network.beforeWork(operation);
      return this.#checked(
        operation,
        attempt(() => does(this.account, fields, id)),
      );
    });
    await this.network.beforeAnswer(operation);
    return answer;
  }

  #checked(operation: string, answer: Answer): Answer {
    this.#note(faultOfAnswer(operation, answer));
    return answer;
  }

  #note(fault: string | null): void {
    if (fault !== null) this.faults.push(fault);
  }
}

/** Starts a stand-in on a free port. */
export const startStripeStandIn = (): Promise<StripeStandIn> => new StripeStandIn().start();

/** The operation of a request, and the id in its path. */
function operationOf(method: string, pathname: string): { operation: string; id: string } {
  const [id = ""] = /(?<=^\/v1\/payment_intents\/)pi_\w+/.exec(pathname) ?? [];
  return { operation: `${method} ${id === "" ? pathname : pathname.replace(id, "{intent}")}`, id };
}

/** What an operation answers. A decline is an answer too, and is repeated like one. */
function attempt(does: () => object): Answer {
  try {
    // A later change does not show in an answer that is repeated.
    return { status: 200, body: structuredClone(does()) };
  } catch (error) {
    if (error instanceof StripeRefusal && error.status === 402) return refusalAnswer(error);
    throw error;
  }
}

const refusalAnswer = (error: unknown): Answer =>
  error instanceof StripeRefusal
    ? { status: error.status, body: { error: structuredClone(error.error) } }
    : { status: 500, body: { error: { type: "api_error", message: "The stand-in has a fault." } } };

function send(response: ServerResponse, { status, body, isReplay }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "request-id": newId("req"),
    ...(isReplay && { "idempotent-replayed": "true" }),
  });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
