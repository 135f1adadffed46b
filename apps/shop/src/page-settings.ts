import "./no-eval.ts";
import { pageSettingsSchema } from "@till/contracts";

const written = document.querySelector<HTMLMetaElement>('meta[name="till-shop"]')?.content;
if (written === undefined) throw new Error("The page has no element <meta name=till-shop>.");

const { mode, ...shop } = pageSettingsSchema.parse(JSON.parse(written));

/** The shop that this page belongs to, as the Worker wrote it into the document. */
export const pageSettings = { ...shop, isSandbox: mode === "sandbox" };
