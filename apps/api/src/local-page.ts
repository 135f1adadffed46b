const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL is that of a page that this machine itself serves, at any port. */
export const isLocalPage = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && localHosts.has(hostname);
