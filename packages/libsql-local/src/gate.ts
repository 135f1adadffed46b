export type GateOptions = {
  /** How long a stream may stay open, in milliseconds, counted from its first answer. */
  limitMs: number;
  /** Ends the stream that `baton` continues. Resolves when the server has released it. Must not reject. */
  close: (baton: string) => Promise<void>;
  /** Called when nobody uses the database or waits for it any more. */
  onIdle: () => void;
};

/** `request` needs the database until it is answered; `stream` may keep it after its answer. */
type Need = "request" | "stream";

export type Gate = {
  /** Waits until nobody else uses the database. Rejects when `signal` aborts first. */
  enter(need: Need, signal: AbortSignal): Promise<Turn>;
  /** The open stream that `baton` continues; undefined if it is over, or if one of its requests is in flight. */
  resume(baton: string): Turn | undefined;
  /** The server was replaced, so the database is free. */
  forget(): void;
};

/** The use of the database, with a request in flight. */
export type Turn = {
  /** Records the answer: `baton` continues the stream, or it is over. It closes the stream of a client that is gone. */
  settle(baton: string | undefined, clientIsGone: boolean): Promise<void>;
};

/** `baton` is undefined while a request is in flight. */
type State = { need: Need; baton: string | undefined; timer: NodeJS.Timeout | undefined; timeIsUp: boolean };

/**
 * Lets one request or one stream at a time use a database. It closes the stream when its time is up, or after the
 * statement that runs at that moment. The requests that wait at the end of a stream go before the next stream, so a
 * request waits for at most one stream.
 */
export function createGate({ limitMs, close, onIdle }: GateOptions): Gate {
  const waiting = { request: new Set<() => void>(), stream: new Set<() => void>() };
  /** How many waiting requests go before the next stream. */
  let requestsFirst = 0;
  let open: State | undefined;

  const end = (state: State): void => {
    if (open !== state) return;
    clearTimeout(state.timer);
    open = undefined;
    requestsFirst = state.need === "stream" ? waiting.request.size : Math.max(requestsFirst - 1, 0);
    const [request] = waiting.request;
    const [stream] = waiting.stream;
    const next = requestsFirst > 0 ? (request ?? stream) : (stream ?? request);
    if (next) next();
    else onIdle();
  };
  const leave = async (state: State, baton: string): Promise<void> => {
    state.baton = undefined;
    await close(baton);
    end(state);
  };
  const begin = (need: Need): Turn => {
    const state: State = { need, baton: undefined, timer: undefined, timeIsUp: false };
    open = state;
    return { settle: (baton, clientIsGone) => settle(state, baton, clientIsGone) };
  };
  const settle = async (state: State, baton: string | undefined, clientIsGone: boolean): Promise<void> => {
    if (baton === undefined) return end(state);
    if (clientIsGone || state.timeIsUp) return leave(state, baton);
    state.baton = baton;
    state.timer ??= setTimeout(() => {
      state.timeIsUp = true;
      if (state.baton !== undefined) void leave(state, state.baton);
    }, limitMs);
  };

  return {
    enter(need, signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (!open) return Promise.resolve(begin(need));
      return new Promise((resolve, reject) => {
        const go = (): void => {
          waiting[need].delete(go);
          signal.removeEventListener("abort", giveUp);
          resolve(begin(need));
        };
        const giveUp = (): void => {
          waiting[need].delete(go);
          reject(signal.reason as Error);
        };
        waiting[need].add(go);
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
    resume(baton) {
      const state = open;
      if (state?.baton !== baton) return undefined;
      state.baton = undefined;
      return { settle: (next, clientIsGone) => settle(state, next, clientIsGone) };
    },
    forget() {
      if (open) end(open);
    },
  };
}
