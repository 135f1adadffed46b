import { createTillClient } from "@till/client";
import { notifications } from "@mantine/notifications";
import { explainFailure } from "../layout/failure.tsx";
import { startSession } from "./session.ts";

const param = "token";

/**
 * Signs in a person whom a login service sent here with a token in the URL, `https://shop.example/#token=…`. Browsers
 * do not send the part after `#` to servers. The token is removed from the URL and the history.
 */
export async function takeHandedToken(): Promise<void> {
  const { hash, pathname, search, origin } = window.location;
  const token = new URLSearchParams(hash.slice(1)).get(param);
  if (token === null) return;
  window.history.replaceState(window.history.state, "", `${pathname}${search}`);
  try {
    const me = await createTillClient({ url: origin, token }).auth.me.query();
    if (me) return startSession({ token, user: me.user, expiresAt: expiryOf(token) });
    notifications.show({
      color: "red",
      title: "Not signed in",
      message: "This sign-in is no longer valid. Sign in again.",
    });
  } catch (error) {
    notifications.show({ color: "red", title: "Not signed in", message: explainFailure(error) });
  }
}

/** The `exp` claim of a JWT that Till has verified (RFC 7519, 4.1.4). */
function expiryOf(token: string): string {
  const claims = token.split(".")[1] ?? "";
  const { exp } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as { exp: number };
  return new Date(exp * 1000).toISOString();
}
