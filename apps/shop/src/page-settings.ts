import type { PageSettings } from "@till/contracts";

const written = document.querySelector<HTMLMetaElement>('meta[name="till-shop"]')?.content;
if (written === undefined) throw new Error("The page has no element <meta name=till-shop>.");

// The Worker of the same build wrote it. A schema would be loaded before the first paint.
const { mode, ...shop } = JSON.parse(written) as PageSettings;

/** The shop that this page belongs to, as the Worker wrote it into the document. */
export const pageSettings = { ...shop, isSandbox: mode === "sandbox" };
