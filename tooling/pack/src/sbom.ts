import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Contrib, Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { type Manifest, manifestAt } from "@till/cli/bundled";
import { PackageURL } from "packageurl-js";
import parseExpression from "spdx-expression-parse";
import { parse } from "yaml";
import { shipped } from "./shipped.ts";

/**
 * Writes a bill of materials (CycloneDX 1.6) of each thing that is deployed or published into `dist/sbom`, or into the
 * folder of the argument: of each package its name, version, licence, and the hash that the lockfile has. The same commit
 * gives the same files: they have no time and no random number.
 */
const root = resolve(import.meta.dirname, "../../..");
const target = resolve(process.argv[2] ?? join(root, "dist/sbom"));

const licences = new Contrib.License.Factories.LicenseFactory(parseExpression);
const builder = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(
  new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory(),
  licences,
);
const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));

const lockfile = parse(await readFile(join(root, "pnpm-lock.yaml"), "utf8")) as {
  packages: Record<string, { resolution: { integrity?: string } }>;
};

/** A package as a component of a bill of materials. */
function componentOf(manifest: Manifest, type: Enums.ComponentType): Models.Component {
  const { name, version } = manifest;
  const component = builder.makeComponent({ ...manifest }, type);
  if (component === undefined) throw new Error(`${name}@${version} can't be described.`);
  const [scope, local] = name.startsWith("@") ? name.split("/") : [undefined, name];
  component.purl = new PackageURL("npm", scope, local, version, undefined, undefined).toString();
  component.bomRef.value = component.purl;
  const integrity = lockfile.packages[`${name}@${version}`]?.resolution.integrity;
  const [, sha512] = /^sha512-(.+)$/.exec(integrity ?? "") ?? [];
  if (sha512 !== undefined)
    component.hashes.set(Enums.HashAlgorithm["SHA-512"], Buffer.from(sha512, "base64").toString("hex"));
  return component;
}

await mkdir(target, { recursive: true });
for (const [name, { manifest, packages }] of Object.entries(shipped)) {
  const subject = componentOf(await manifestAt(manifest), Enums.ComponentType.Application);
  const components = [...(await packages()).values()].map((one) => componentOf(one, Enums.ComponentType.Library));
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: subject }),
    components: new Models.ComponentRepository(components),
  });
  const file = join(target, `${name}.cdx.json`);
  await writeFile(file, `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`);
  console.log(`✓ ${file}: ${components.length} packages`);
}
