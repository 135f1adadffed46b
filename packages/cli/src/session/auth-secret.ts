import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfPresent, writePrivateFile } from "./private-file.ts";

const SECRET_BYTES = 32;
/** What the Worker asks for at the least. A file cut short by a crash has fewer. */
const MIN_LENGTH = 32;

/** The secret that tokens are signed with on this machine: generated once, so that a token outlives a restart. */
export async function authSecret(stateDir: string): Promise<string> {
  const path = join(stateDir, "auth-secret");
  const kept = (await readIfPresent(path))?.trim() ?? "";
  if (kept.length >= MIN_LENGTH) return kept;
  const made = randomBytes(SECRET_BYTES).toString("base64url");
  await writePrivateFile(path, `${made}\n`);
  return made;
}
