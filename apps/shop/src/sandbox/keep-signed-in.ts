import { startSession, useSession } from "../session/session.ts";
import { till } from "../till.ts";

/** Signs the person in anew if their token ends by this time of the till. ISO 8601. */
export async function keepSignedIn(until: string): Promise<void> {
  const { session } = useSession.getState();
  if (session !== null && session.expiresAt <= until)
    startSession(await till.sandbox.signIn.mutate({ userId: session.user.id }));
}
