import "../no-eval.ts";
import { type Session, type User, sessionSchema } from "@till/contracts";
import * as z from "zod";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { storageKeyOf, tillOfPage } from "../till-of-page.ts";

/** The person who is signed in in this tab. Their token is the only one that is kept, and it goes with the tab. */
const stateSchema = z.object({ session: sessionSchema.nullable() });
type Kept = z.output<typeof stateSchema>;

interface SessionState extends Kept {
  /** Till no longer accepts the person's token. They stay on their page, with their input, and sign in again. */
  isOver: boolean;
  /** The person whose session had already expired when the shop was opened. They are told why they have to sign in. */
  lapsed: User | null;
}

const storageKey = storageKeyOf("till-session");
const nobody: SessionState = { session: null, isOver: false, lapsed: null };

/** In a sandbox of one's own only Till can say: a token ends by its clock, which is not known yet. */
const isGood = ({ expiresAt }: Session) => tillOfPage !== null || new Date(expiresAt) > new Date();

/** The stored state. An expired session is gone, but for whose it was. */
function restore(kept: unknown): SessionState {
  const session = stateSchema.safeParse(kept).data?.session ?? null;
  if (session === null || isGood(session)) return { ...nobody, session };
  return { ...nobody, lapsed: session.user };
}

export const useSession = create<SessionState>()(
  persist(() => nobody, {
    name: storageKey,
    storage: createJSONStorage<Kept>(() => window.sessionStorage),
    partialize: ({ session }): Kept => ({ session }),
    merge: (kept) => restore(kept),
  }),
);

// Earlier versions kept every token here, for good.
window.localStorage.removeItem(storageKey);

/** The person's bearer token, if Till still accepts it. Public data loads without one. */
export function currentToken(): string | undefined {
  const { isOver, session } = useSession.getState();
  return isOver ? undefined : session?.token;
}

/** The person who is signed in, or null for a visitor. */
export const useUser = (): User | null => useSession(({ session }) => session?.user ?? null);

/** Signs a person in, with the session that Till or a login service gave them. Whoever was signed in before is signed out. */
export function startSession(session: Session): void {
  useSession.setState({ ...nobody, session });
}

/** Signs the person out. Their token is forgotten. */
export function leaveSession(): void {
  useSession.setState(nobody);
}

/** Records that Till no longer accepts the person's token. The page stays, and asks them to sign in again. */
export function expireSession(): void {
  useSession.setState(({ session }) => ({ isOver: session !== null }));
}
