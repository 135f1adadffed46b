import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { documentFile, root } from "./paths.ts";
import { referencePage, referenceScript } from "./reference-page.ts";

/**
 * Puts together the files that the Worker serves: the shop and the documentation as they were built, the OpenAPI document,
 * and the reference that shows it. Nothing is fetched from anywhere.
 */
const site = new URL("apps/api/dist/site/", root);
const shop = new URL("apps/shop/dist/", root);
const docs = new URL("apps/docs/dist/site/", root);
const scalar = new URL("browser/", import.meta.resolve("@scalar/api-reference"));

async function write(path: string, content: string): Promise<void> {
  const file = new URL(path, site);
  await mkdir(dirname(fileURLToPath(file)), { recursive: true });
  await writeFile(file, content);
}

const { version } = JSON.parse(await readFile(new URL("../../package.json", scalar), "utf8")) as { version: string };
const scalarPath = `assets/scalar-${version}`;

await rm(site, { recursive: true, force: true });
await cp(shop, site, { recursive: true });
await cp(docs, new URL("docs/", site), { recursive: true });
await rename(new URL("docs/llms.txt", site), new URL("llms.txt", site));
await cp(scalar, new URL(`${scalarPath}/`, site), {
  recursive: true,
  filter: (path) => !path.endsWith(".map") && !path.endsWith("standalone.js"),
});
await write("docs/api.js", referenceScript(`/${scalarPath}/standalone.esm.js`));
await write("docs/api.html", referencePage("/docs/api.js"));
await cp(new URL("docs/api.md", root), new URL("docs/api.md", site));
await write("v1/openapi.json", JSON.stringify(JSON.parse(await readFile(documentFile, "utf8"))));
