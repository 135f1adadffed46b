import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { buildDocument } from "../src/rest/openapi/document.ts";
import { documentFile, root } from "./paths.ts";

/** Writes the OpenAPI document, formatted as the repository formats JSON, so that a change of the surface shows in review. */
const { version } = JSON.parse(await readFile(new URL("package.json", root), "utf8")) as { version: string };
await writeFile(documentFile, JSON.stringify(buildDocument(version), null, 2));
await promisify(execFile)("node_modules/.bin/oxfmt", [documentFile.pathname], { cwd: root });
