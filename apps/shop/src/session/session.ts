import "../no-eval.ts";
import { type Session, type User, sessionSchema } from "@till/contracts";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";

/** The person signed in in this browser, and the tokens of people who were, to switch back to them. */
const stateSchema = z.object({ current: z.string().nullable(), sessions: z.record(z.string(), sessionSchema) });
type Kept = z.output<typeof stateSchema>;

interface SessionState extends Kept {
  /** Till no longer accepts the person's token. They stay on their page, with their input, and sign in again. */
  isOver: boolean;
  /** The person whose session had already expired when the shop was opened. They are told why they have to sign in. */
  lapsed: User | null;
}

const storageKey = "till-session";
const nobody: SessionState = { current: null, sessions: {}, isOver: false, lapsed: null };

const currentSession = ({ current, sessions }: Kept) => (current === null ? undefined : sessions[current]);

const isGood = ({ expiresAt }: Session) => new Date(expiresAt) > new Date();

/** The stored state without invalid sessions. */
function restore(kept: unknown): SessionState {
  const state = stateSchema.safeParse(kept);
  if (!state.success) return nobody;
  const last = currentSession({ ...nobody, ...state.data });
  const sessions = Object.fromEntries(Object.entries(state.data.sessions).filter(([, session]) => isGood(session)));
  if (last === undefined || isGood(last)) return { ...nobody, current: last?.user.id ?? null, sessions };
  return { ...nobody, sessions, lapsed: last.user };
}

export const useSession = create<SessionState>()(
  persist(() => nobody, {
    name: storageKey,
    partialize: ({ current, sessions }): Kept => ({ current, sessions }),
    merge: (kept) => restore(kept),
  }),
);

// Another tab switched the person.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useSession.persist.rehydrate();
});

/** The person's bearer token, if Till still accepts it. Public data loads without one. */
export function currentToken(): string | undefined {
  const state = useSession.getState();
  return state.isOver ? undefined : currentSession(state)?.token;
}

/** The person who is signed in, or null for a visitor. */
export const useUser = (): User | null => useSession((state) => currentSession(state)?.user ?? null);

/** Signs a person in, with the session that Till or a login service gave them. */
export function startSession(session: Session): void {
  const { id } = session.user;
  useSession.setState(({ sessions }) => ({ ...nobody, current: id, sessions: { ...sessions, [id]: session } }));
}

/** Switches back to a person who was signed in before. False if their session has ended. */
export function resumeSession(userId: string): boolean {
  const { sessions, current, isOver } = useSession.getState();
  const session = sessions[userId];
  if (!session || !isGood(session) || (isOver && userId === current)) return false;
  useSession.setState({ ...withoutOver(useSession.getState()), current: userId });
  return true;
}

/** Signs the person out. */
export function leaveSession(): void {
  useSession.setState(withoutOver);
}

/** Records that Till no longer accepts the person's token. The page stays, and asks them to sign in again. */
export function expireSession(): void {
  useSession.setState(({ current }) => ({ isOver: current !== null }));
}

/** Nobody signed in. A current session that Till no longer accepts is removed too. */
function withoutOver({ current, sessions, isOver }: SessionState): SessionState {
  if (!isOver) return { ...nobody, sessions };
  const { [current ?? ""]: _over, ...others } = sessions;
  return { ...nobody, sessions: others };
}
