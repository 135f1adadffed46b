import "../no-eval.ts";
import { type Session, type User, sessionSchema } from "@till/contracts";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";

/** Who is signed in in this browser: one person at a time, and the tokens of those who were, so as to go back to them. */
const stateSchema = z.object({ current: z.string().nullable(), sessions: z.record(z.string(), sessionSchema) });
type SessionState = z.output<typeof stateSchema>;

const storageKey = "till-session";
const nobody: SessionState = { current: null, sessions: {} };

const isGood = ({ expiresAt }: Session) => new Date(expiresAt) > new Date();

/** What was kept, without what is not good any more. */
function restore(kept: unknown): SessionState {
  const state = stateSchema.safeParse(kept);
  if (!state.success) return nobody;
  const sessions = Object.fromEntries(Object.entries(state.data.sessions).filter(([, session]) => isGood(session)));
  return { current: state.data.current !== null && sessions[state.data.current] ? state.data.current : null, sessions };
}

export const useSession = create<SessionState>()(
  persist(() => nobody, { name: storageKey, merge: (kept) => restore(kept) }),
);

// Another tab has switched the person.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useSession.persist.rehydrate();
});

const currentSession = ({ current, sessions }: SessionState) => (current === null ? undefined : sessions[current]);

/** The bearer token of the person who is signed in. */
export const currentToken = (): string | undefined => currentSession(useSession.getState())?.token;

/** The person who is signed in, or null for a visitor. */
export const useUser = (): User | null => useSession((state) => currentSession(state)?.user ?? null);

/** Signs a person in, with the session that Till or a login service gave them. */
export function startSession(session: Session): void {
  const { id } = session.user;
  useSession.setState(({ sessions }) => ({ current: id, sessions: { ...sessions, [id]: session } }));
}

/** Goes back to a person who was signed in before. False if their session is gone. */
export function resumeSession(userId: string): boolean {
  const session = useSession.getState().sessions[userId];
  if (!session || !isGood(session)) return false;
  useSession.setState({ current: userId });
  return true;
}

/** Makes the person a visitor. */
export function leaveSession(): void {
  useSession.setState({ current: null });
}

/** Forgets the session of the person who is signed in: Till does not take its token any more. */
export function expireSession(): void {
  useSession.setState(({ current, sessions }) => {
    const { [current ?? ""]: _expired, ...others } = sessions;
    return { current: null, sessions: others };
  });
}
