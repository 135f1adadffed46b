export type StreamGateOptions = {
  /** How long a stream may stay open, in milliseconds, counted from its first answer. */
  limitMs: number;
  /** Ends the stream that `baton` continues. Resolves when the server has released it. Must not reject. */
  close: (baton: string) => Promise<void>;
};

export type StreamGate = {
  /** Waits until no other stream is open. Rejects when `signal` aborts first. */
  begin(signal: AbortSignal): Promise<OpenStream>;
  /** The open stream that `baton` continues; undefined if it is over, or if one of its requests is in flight. */
  resume(baton: string): OpenStream | undefined;
  /** The server was replaced: no stream is open any more. */
  forget(): void;
};

/** A stream with a request in flight. */
export type OpenStream = {
  /** Records the answer: `baton` continues the stream, or it is over. It closes the stream of a client that is gone. */
  settle(baton: string | undefined, clientIsGone: boolean): Promise<void>;
};

/** `baton` is undefined while a request is in flight. */
type OpenState = { baton: string | undefined; timer: NodeJS.Timeout | undefined; timeIsUp: boolean };

/**
 * Lets one stream at a time use a database. It closes the stream when its time is up, or after the statement that runs
 * at that moment. The next stream begins after that. A request that waits for the connection in the meantime goes
 * before the next stream, so it waits for at most one.
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
