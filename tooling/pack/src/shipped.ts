import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { filesInWorker } from "@till/api/build";
import {
  type Packages,
  collect,
  manifestAt,
  manifestPath,
  ofOthers,
  packagesOfCommand,
  packagesOfSite,
} from "@till/cli/bundled";

/** The packages of which something is in the built Worker, and no others. */
async function packagesOfWorker(): Promise<Packages> {
  const found: Packages = new Map();
  for (const file of await filesInWorker()) {
    const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? [];
    if (folder === undefined) continue;
    const path = await realpath(`${folder}/package.json`);
    found.set(path, await manifestAt(path));
  }
  return found;
}

/** What `npm install` brings along with a package. What is for other platforms than this one is not among it. */
async function dependenciesOf(name: string): Promise<Packages> {
  const path = manifestPath(`packages/${name}`);
  const { dependencies = {}, optionalDependencies = {} } = await manifestAt(path);
  const found: Packages = new Map();
  const here = Object.keys(optionalDependencies).filter((one) => existsSync(join(dirname(path), "node_modules", one)));
  await collect([...Object.keys(dependencies), ...here], path, found);
  return ofOthers(found);
}

/** What is deployed or published, with the packages of others that are in it or come with it. */
export const shipped: Record<string, { manifest: string; packages: () => Promise<Packages> }> = {
  worker: {
    manifest: manifestPath("apps/api"),
    packages: async () => new Map([...(await packagesOfWorker()), ...(await packagesOfSite())]),
  },
  client: { manifest: manifestPath("packages/client"), packages: () => dependenciesOf("client") },
  cli: {
    manifest: manifestPath("packages/cli"),
    packages: async () => new Map([...(await packagesOfCommand()), ...(await dependenciesOf("cli"))]),
  },
  testing: { manifest: manifestPath("packages/testing"), packages: () => dependenciesOf("testing") },
};
