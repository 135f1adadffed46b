/** The parts of a session. */
export type Parts = {
  /** Has `stop` called when the session ends. What was added last is stopped first. */
  add(stop: () => Promise<unknown>): void;
  /** Ends the session if `exited`, the end of one of its parts, comes before anybody asked for it. */
  endWith<How>(exited: Promise<How>, describe: (how: How) => string): void;
};

export type Shutdown = Parts & {
  /** Stops everything and ends this process. */
  end(exitCode: number): Promise<never>;
};

/**
 * The exit code for each signal. Ctrl-C is how one is meant to end `dev`, so it is a success: with 130, pnpm
 * would close the session with "ELIFECYCLE Command failed".
 */
const EXIT_CODES = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const;

/** pnpm hands a Ctrl-C on, though the terminal has sent it already: two signals at once are one wish. */
const SAME_WISH_MS = 1_000;

/**
 * Ends the session in order on Ctrl-C, SIGTERM and a closed terminal. A second Ctrl-C doesn't wait for that
 * order: the parts are tied to this process and end with it.
 */
export function createShutdown(): Shutdown {
  const stops: (() => Promise<unknown>)[] = [];
  let endingSince: number | undefined;

  const end = async (exitCode: number): Promise<never> => {
    endingSince ??= performance.now();
    for (const stop of stops.toReversed()) await stop().catch((error: unknown) => console.error(error));
    process.exit(exitCode);
  };

  for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      if (endingSince === undefined) {
        console.log("\nStopping …");
        void end(exitCode);
      } else if (performance.now() - endingSince > SAME_WISH_MS) process.exit(exitCode);
    });
  }

  return {
    add: (stop) => void stops.push(stop),
    endWith(exited, describe) {
      void exited.then((how) => {
        if (endingSince !== undefined) return;
        console.error(`\n${describe(how)}`);
        void end(1);
      });
    },
    end,
  };
}
