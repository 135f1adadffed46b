import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { documentFile, root } from "./paths.ts";
import { problemsPage } from "./problems-page.ts";
import { referencePage, referenceScript } from "./reference-page.ts";

/**
 * Puts together the files that the Worker serves: the shop as it was built, the OpenAPI document, and the pages of
 * `/docs` with the code that shows them. Nothing is fetched from anywhere.
 */
const site = new URL("apps/api/dist/site/", root);
const shop = new URL("apps/shop/dist/", root);
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
await cp(scalar, new URL(`${scalarPath}/`, site), {
  recursive: true,
  filter: (path) => !path.endsWith(".map") && !path.endsWith("standalone.js"),
});
await write("docs/reference.js", referenceScript(`/${scalarPath}/standalone.esm.js`));
await write("docs.html", referencePage("/docs/reference.js"));
await write("docs/problems.html", problemsPage);
await write("v1/openapi.json", JSON.stringify(JSON.parse(await readFile(documentFile, "utf8"))));
