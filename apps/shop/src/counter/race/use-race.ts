import { useEffect, useRef, useState } from "react";
import { queryClient } from "../../till.ts";
import type { Ended } from "./race.ts";
import { type RaceChoice, runRounds } from "./run-race.ts";

interface RaceState {
  readonly isRunning: boolean;
  /** The rounds that have ended; null before the first run. */
  readonly rounds: readonly Ended[] | null;
  readonly error: unknown;
}

/** Runs a race round by round. It ends with the page. */
export function useRace() {
  const [state, setState] = useState<RaceState>({ isRunning: false, rounds: null, error: null });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(choice: RaceChoice) {
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    let rounds: readonly Ended[] = [];
    setState({ isRunning: true, rounds, error: null });
    try {
      for await (const ended of runRounds(choice, signal)) {
        rounds = [...rounds, ended];
        setState({ isRunning: true, rounds, error: null });
      }
      setState({ isRunning: false, rounds, error: null });
    } catch (error) {
      // If the person left the page, nobody reads an error.
      if (!signal.aborted) setState({ isRunning: false, rounds, error });
    }
    // Orders and stock have changed, and perhaps the clock.
    void queryClient.invalidateQueries();
  }
  return { ...state, run: (choice: RaceChoice) => void run(choice) };
}
