const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL is one that this machine itself serves, at any port. */
export const isLocalUrl = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && localHosts.has(hostname);

/** Whether secrets may go to this URL: over TLS, or to a stand-in on this machine. */
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || isLocalUrl(url));
}
