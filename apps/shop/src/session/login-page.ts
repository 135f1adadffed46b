import { storageKeyOf, tillPathOfPage } from "../till-of-page.ts";

/** Where the state of a sign-in is kept that this tab has started. It is worth something once. */
const stateKey = storageKeyOf("till-sign-in");

/**
 * Sends the person to the login page of the shop, which sends them back with a token and the same `state`. By the state
 * the shop knows that the sign-in was started here, and not by a link of somebody else's (RFC 6749, section 10.12).
 */
export function goToLoginPage(): void {
  const state = crypto.randomUUID();
  window.sessionStorage.setItem(stateKey, state);
  const { pathname, search } = window.location;
  window.location.assign(
    `${tillPathOfPage}/sign-in?${new URLSearchParams({ state, to: `${pathname}${search}` }).toString()}`,
  );
}

/** Whether a sign-in with this state was started in this tab. The answer is yes once. */
export function wasStartedHere(state: string | null): boolean {
  const started = window.sessionStorage.getItem(stateKey);
  window.sessionStorage.removeItem(stateKey);
  return started !== null && started === state;
}
