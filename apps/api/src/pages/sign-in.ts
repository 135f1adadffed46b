/** A request to sign in: the `state` that identifies the answer, and the page to return to. */
interface SignIn {
  readonly state: string;
  /** A path of the shop. */
  readonly to: string;
}

/**
 * The address of the login page for one sign-in. It carries the `state` and, as `return_to`, the page that the person
 * wants to see. The login page sends them to `return_to` with `#token=…&state=…`. Any other address becomes the first
 * page of the shop.
 */
export function loginAddress(loginUrl: string, origin: string, { state, to }: SignIn): string {
  const back = URL.parse(to, origin);
  const returnTo = back !== null && back.origin === origin ? back : new URL(origin);
  returnTo.hash = "";
  const address = new URL(loginUrl);
  address.searchParams.set("state", state);
  address.searchParams.set("return_to", returnTo.href);
  return address.href;
}
