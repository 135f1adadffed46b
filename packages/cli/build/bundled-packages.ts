import { readFile, realpath } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { fileURLToPath } from "node:url";

/** What this reads of a package.json. */
export interface Manifest {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Installed packages, by the path of their package.json. */
export type Packages = Map<string, Manifest>;

/** What builds the command or the documentation, and is not in what they built. */
const tools = new Set([
  "@shikijs/transformers",
  "@till/tsconfig",
  "@types/node",
  "@vitejs/plugin-vue",
  "shiki",
  "tsdown",
  "typescript",
  "vite",
  "vitest",
  "wrangler",
]);

const repository = new URL("../../../", import.meta.url);

/** The package.json of a package of the workspace, such as `apps/shop`. */
export const manifestPath = (folder: string) => fileURLToPath(new URL(`${folder}/package.json`, repository));

/** Reads a package.json. */
export const manifestAt = async (path: string) => JSON.parse(await readFile(path, "utf8")) as Manifest;

/** Adds the packages of these names, which `from` asks for, and all that they depend on. */
export async function collect(names: string[], from: string, found: Packages): Promise<void> {
  for (const name of names) {
    if (tools.has(name)) continue;
    const link = findPackageJSON(name, from);
    if (link === undefined) throw new Error(`${name}, which ${from} depends on, is not installed.`);
    // pnpm puts what a package depends on beside it, and links to it from elsewhere.
    const path = await realpath(link);
    if (found.has(path)) continue;
    const manifest = await manifestAt(path);
    found.set(path, manifest);
    await collect(Object.keys(manifest.dependencies ?? {}), path, found);
  }
}

const isOfTill = ({ name }: Manifest) => name.startsWith("@till/");
const isOfTypes = ({ name }: Manifest) => name.startsWith("@types/");

/** The packages without Till's own, and without those that only have types. */
export const ofOthers = (found: Packages): Packages =>
  new Map([...found].filter(([, manifest]) => !isOfTill(manifest) && !isOfTypes(manifest)));

/** All that may be in the files that the Worker serves: the shop, the documentation and the reference page. */
export async function packagesOfSite(): Promise<Packages> {
  const found: Packages = new Map();
  const shop = manifestPath("apps/shop");
  await collect(Object.keys((await manifestAt(shop)).dependencies ?? {}), shop, found);
  await collect(["vitepress"], manifestPath("apps/docs"), found);
  await collect(["@scalar/api-reference"], manifestPath("apps/api"), found);
  return ofOthers(found);
}

/** All that may be in the packed command: the code of the command and of the Worker, and what the Worker serves. */
export async function packagesOfCommand(): Promise<Packages> {
  const found: Packages = new Map();
  const own = manifestPath("packages/cli");
  await collect(Object.keys((await manifestAt(own)).devDependencies ?? {}), own, found);
  return new Map([...ofOthers(found), ...(await packagesOfSite())]);
}
