export type StreamGateOptions = {
  /** How long a stream may stay open, in milliseconds, counted from its first answer. */
  limitMs: number;
  /** Ends the stream that would go on with `baton`; resolves when the server has let it go. Must not reject. */
  close: (baton: string) => Promise<void>;
};

export type StreamGate = {
  /** Waits until no other stream is open. Rejects when `signal` aborts before that. */
  begin(signal: AbortSignal): Promise<OpenStream>;
  /** The open stream that goes on with `baton`; undefined if it is over, or if a request of it is on its way. */
  resume(baton: string): OpenStream | undefined;
  /** The server is another one by now: no stream is open. */
  forget(): void;
};

/** A stream that has a request on its way to the server. */
export type OpenStream = {
  /** Notes the answer: the stream goes on with `baton`, or is over. A client that is gone can't go on with it. */
  settle(baton: string | undefined, clientIsGone: boolean): Promise<void>;
};

/** `baton` is undefined while a request is on its way. */
type OpenState = { baton: string | undefined; timer: NodeJS.Timeout | undefined; timeIsUp: boolean };

/**
 * Lets one open stream at a time through to a database, and closes it when its time is up, or, if a statement of it
 * runs at that moment, when that one is done. The next stream begins after that. So a request that waits for the
 * connection meanwhile comes before the next stream, and waits for one stream at most.
 */
export function createStreamGate({ limitMs, close }: StreamGateOptions): StreamGate {
  const waiting = new Set<() => void>();
  let open: OpenState | undefined;

  const end = (state: OpenState): void => {
    if (open !== state) return;
    clearTimeout(state.timer);
    open = undefined;
    const [next] = waiting;
    next?.();
  };
  const leave = async (state: OpenState, baton: string): Promise<void> => {
    state.baton = undefined;
    await close(baton);
    end(state);
  };
  const enter = (): OpenStream => {
    const state: OpenState = { baton: undefined, timer: undefined, timeIsUp: false };
    open = state;
    return { settle: (baton, clientIsGone) => settle(state, baton, clientIsGone) };
  };
  const settle = async (state: OpenState, baton: string | undefined, clientIsGone: boolean): Promise<void> => {
    if (baton === undefined) return end(state);
    if (clientIsGone || state.timeIsUp) return leave(state, baton);
    state.baton = baton;
    state.timer ??= setTimeout(() => {
      state.timeIsUp = true;
      if (state.baton !== undefined) void leave(state, state.baton);
    }, limitMs);
  };

  return {
    begin(signal) {
      if (!open) return Promise.resolve(enter());
      return new Promise((resolve, reject) => {
        const go = (): void => {
          waiting.delete(go);
          signal.removeEventListener("abort", giveUp);
          resolve(enter());
        };
        const giveUp = (): void => {
          waiting.delete(go);
          reject(signal.reason as Error);
        };
        waiting.add(go);
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
