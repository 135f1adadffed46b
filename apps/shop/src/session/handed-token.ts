import { createTillClient } from "@till/client";
import type { Session } from "@till/contracts";
import { notifications } from "@mantine/notifications";
import { create } from "zustand";
import { explainFailure } from "../layout/failure.tsx";
import { pageSettings } from "../page-settings.ts";
import { tillUrl } from "../till-of-page.ts";
import { wasStartedHere } from "./login-page.ts";
import { startSession, useSession } from "./session.ts";

/** A sign-in that came with a link, and waits for the person to say whether they want it. It is in memory only. */
export const useHandedSession = create<{ handed: Session | null }>()(() => ({ handed: null }));

/** Signs the person in as the link says. */
export function acceptHandedSession(): void {
  const { handed } = useHandedSession.getState();
  if (handed !== null) startSession(handed);
  refuseHandedSession();
}

/** Leaves everything as it is. */
export const refuseHandedSession = (): void => useHandedSession.setState({ handed: null });

/**
 * Takes a token out of the URL, `https://shop.example/#token=…&state=…`, where a login service has put it. Browsers do not
 * send the part after `#` to servers. The token is removed from the URL and the history.
 *
 * A sign-in that was started in this tab is done. Any other link may be somebody else's, who wants the person to shop
 * under a foreign name: the person is asked first.
 */
export async function takeHandedToken(): Promise<void> {
  const { hash, pathname, search } = window.location;
  const handed = new URLSearchParams(hash.slice(1));
  const token = handed.get("token");
  if (token === null) return;
  window.history.replaceState(window.history.state, "", `${pathname}${search}`);
  const isExpected = wasStartedHere(handed.get("state"));
  try {
    const me = await createTillClient({ url: tillUrl, token }).auth.me.query();
    if (!me) {
      showProblem("This sign-in is no longer valid. Sign in again.");
      return;
    }
    const session = { token, user: me.user, expiresAt: expiryOf(token) };
    if (isExpected || isHarmless(session)) startSession(session);
    else useHandedSession.setState({ handed: session });
  } catch (error) {
    showProblem(explainFailure(error));
  }
}

/** Whether a sign-in takes nothing from anybody: the person's own again, or a visitor's in a sandbox, where all is play. */
function isHarmless({ user }: Session): boolean {
  const { session } = useSession.getState();
  return session === null ? pageSettings.isSandbox : session.user.id === user.id;
}

const showProblem = (message: string) => notifications.show({ color: "red", title: "Not signed in", message });

/** The `exp` claim of a JWT that Till has verified (RFC 7519, 4.1.4). */
function expiryOf(token: string): string {
  const claims = token.split(".")[1] ?? "";
  const { exp } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as { exp: number };
  return new Date(exp * 1000).toISOString();
}
