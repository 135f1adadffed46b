import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Manifest, packagesOfCommand } from "./bundled-packages.ts";

/**
 * Writes the licences of all that may be bundled into the packed command. A package of which only a part is bundled, or
 * nothing, may be among them.
 */
// With a file that has “LICENSE” in its name, pnpm would not pack Till's own licence.
const target = fileURLToPath(new URL("../dist/THIRD-PARTY.txt", import.meta.url));

/** The texts in a package that its licence asks to be handed on. */
async function licenceOf(path: string, { license }: Manifest): Promise<string> {
  const dir = dirname(path);
  const files = (await readdir(dir)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(dir, name), "utf8")));
  if (texts.length > 0) return texts.map((text) => text.trim()).join("\n\n");
  if (license === undefined) throw new Error(`${dir} does not say what its licence is.`);
  return `${license}. The package has no file with its licence.`;
}

const packagesByText = new Map<string, string[]>();
for (const [path, manifest] of await packagesOfCommand()) {
  const text = await licenceOf(path, manifest);
  packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${manifest.name}@${manifest.version}`]);
}
const parts = [...packagesByText].map(([text, packages]) => `${packages.toSorted().join("\n")}\n\n${text}\n`);
const intro = "Till's own licence is in the file LICENSE. It contains code of these packages, under these licences.\n";
await writeFile(target, [intro, ...parts.toSorted()].join(`\n${"-".repeat(80)}\n\n`));
