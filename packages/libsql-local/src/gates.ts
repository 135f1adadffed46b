import { createGate, type Gate, type Turn } from "./gate.ts";

export type Gates = {
  /** The gate of a namespace. It is forgotten when nobody uses it: enter it at once. */
  of(namespace: string): Gate;
  /** Keeps all other requests out of these namespaces while `work` runs. Rejects when `signal` aborts before that. */
  alone<Result>(namespaces: readonly string[], signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
  /** The server was replaced, so all databases are free. */
  forget(): void;
};

/**
 * A gate for each namespace that somebody uses: names that are asked for once must not stay in memory. `close` ends the stream that a baton continues, and must not
 * reject.
 */
export function createGates(limitMs: number, close: (namespace: string, baton: string) => Promise<void>): Gates {
  const gates = new Map<string, Gate>();
  const of = (namespace: string): Gate => {
    const known = gates.get(namespace);
    if (known) return known;
    const gate = createGate({
      limitMs,
      close: (baton) => close(namespace, baton),
      onIdle: () => void gates.delete(namespace),
    });
    gates.set(namespace, gate);
    return gate;
  };
  return {
    of,
    async alone(namespaces, signal, work) {
      const turns: Turn[] = [];
      try {
        // Always in the same order, so that two forks can't wait for each other.
        for (const namespace of namespaces.toSorted()) turns.push(await of(namespace).enter("request", signal));
        return await work();
      } finally {
        for (const turn of turns) await turn.settle(undefined, false);
      }
    },
    forget() {
      for (const gate of gates.values()) gate.forget();
    },
  };
}
