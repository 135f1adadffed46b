const [path = "", id] = /^\/t\/([^/]+)/.exec(window.location.pathname) ?? [];

/** The till that this page belongs to, by its address: null for the default one. */
export const tillOfPage: string | null = id ?? null;

/** What the addresses of all pages of this till begin with: `/t/k3v9`, or nothing. */
export const tillPathOfPage: string = path;

/** Where the till is, for its client. */
export const tillUrl: string = `${window.location.origin}${path}`;

/** The name under which a browser keeps something of this till: tills have one origin, and are told apart by it. */
export const storageKeyOf = (name: string): string => `${name}${path}`;
