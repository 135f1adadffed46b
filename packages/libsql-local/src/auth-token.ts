import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/**
 * The token for the databases in `dataDir`, made at the first start. It is in the file `auth-token` of the folder, which
 * only its owner can read, and stays the same, so that a database shell can keep it.
 */
export async function authTokenOf(dataDir: string): Promise<string> {
  const path = join(dataDir, "auth-token");
  const kept = await readIfPresent(path);
  // A crash may have truncated it.
  if (TOKEN.test(kept)) return kept;
  const made = randomBytes(TOKEN_BYTES).toString("base64url");
  await writeFile(path, `${made}\n`, { mode: 0o600 });
  return made;
}

async function readIfPresent(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
