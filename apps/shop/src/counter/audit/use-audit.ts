import { useEffect, useRef, useState } from "react";
import { till } from "../../till.ts";
import { type AuditSoFar, auditPieces, nothingYet } from "./audit.ts";

interface AuditState {
  readonly isRunning: boolean;
  /** Null before the first run. */
  readonly soFar: AuditSoFar | null;
  readonly error: unknown;
}

/**
 * Runs an audit of the till, one piece after the other, or goes on with one that was interrupted: a caller may only call
 * so often in a minute. It ends with the page.
 */
export function useAudit() {
  const [state, setState] = useState<AuditState>({ isRunning: false, soFar: null, error: null });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(from: AuditSoFar) {
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    let soFar = from;
    setState({ isRunning: true, soFar, error: null });
    try {
      for await (soFar of auditPieces((input) => till.audit.run.query(input, { signal }), from))
        setState({ isRunning: true, soFar, error: null });
      setState({ isRunning: false, soFar, error: null });
    } catch (error) {
      // If the person left the page, nobody reads an error.
      if (!signal.aborted) setState({ isRunning: false, soFar, error });
    }
  }
  return { ...state, run: () => void run(nothingYet), goOn: () => void run(state.soFar ?? nothingYet) };
}
