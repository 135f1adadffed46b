import { readFile, readdir, realpath, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes the licences of all that may be bundled into the packed command: the code of the command and of the Worker, the
 * shop, and the reference page. A package of which only a part is bundled, or nothing, may be among them.
 */
const here = fileURLToPath(new URL("../package.json", import.meta.url));
// With a file that has “LICENSE” in its name, pnpm would not pack Till's own licence.
const target = fileURLToPath(new URL("../dist/THIRD-PARTY.txt", import.meta.url));

/** What builds the command and is not in it. */
const tools = new Set(["@till/tsconfig", "@types/node", "tsdown", "typescript", "vitest", "wrangler"]);

interface Manifest {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestAt = async (path: string) => JSON.parse(await readFile(path, "utf8")) as Manifest;

/** The package.json files of a package and of all that it depends on. `from` is the one of who asks for it. */
async function collect(name: string, from: string, found: Map<string, Manifest>): Promise<void> {
  const link = findPackageJSON(name, from);
  if (link === undefined) throw new Error(`${name}, which ${from} depends on, is not installed.`);
  // pnpm puts what a package depends on beside it, and links to it from elsewhere.
  const path = await realpath(link);
  if (found.has(path)) return;
  const manifest = await manifestAt(path);
  found.set(path, manifest);
  for (const dependency of Object.keys(manifest.dependencies ?? {})) await collect(dependency, path, found);
}

/** The texts in a package that its licence asks to be handed on. */
async function licenceOf(path: string, { license }: Manifest): Promise<string> {
  const dir = dirname(path);
  const files = (await readdir(dir)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(dir, name), "utf8")));
  if (texts.length > 0) return texts.map((text) => text.trim()).join("\n\n");
  if (license === undefined) throw new Error(`${dir} does not say what its licence is.`);
  return `${license}. The package has no file with its licence.`;
}

const found = new Map<string, Manifest>();
const own = await manifestAt(here);
for (const name of Object.keys(own.devDependencies ?? {})) if (!tools.has(name)) await collect(name, here, found);
const api = findPackageJSON("@till/api", here) ?? here;
await collect("@scalar/api-reference", api, found);
const shop = fileURLToPath(new URL("../../../apps/shop/package.json", import.meta.url));
for (const name of Object.keys((await manifestAt(shop)).dependencies ?? {})) await collect(name, shop, found);

const packagesByText = new Map<string, string[]>();
for (const [path, manifest] of found) {
  if (manifest.name.startsWith("@till/") || manifest.name.startsWith("@types/")) continue;
  const text = await licenceOf(path, manifest);
  packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${manifest.name}@${manifest.version}`]);
}
const parts = [...packagesByText].map(([text, packages]) => `${packages.toSorted().join("\n")}\n\n${text}\n`);
const intro = "Till's own licence is in the file LICENSE. It contains code of these packages, under these licences.\n";
await writeFile(target, [intro, ...parts.toSorted()].join(`\n${"-".repeat(80)}\n\n`));
