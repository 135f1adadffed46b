import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authSecret } from "../src/auth-secret.ts";
import { writeWorkerEnv } from "../src/worker-env.ts";
import { scratchDir } from "./scratch.ts";

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

test("the secret is made once, of 32 random bytes, for its owner's eyes", async () => {
  const stateDir = join(await scratchDir(), "new");

  const secret = await authSecret(stateDir);

  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(await authSecret(stateDir)).toBe(secret);
  expect(await modeOf(join(stateDir, "auth-secret"))).toBe("600");
  expect(await authSecret(await scratchDir())).not.toBe(secret);
});

test("a secret cut short by a crash is made again", async () => {
  const stateDir = await scratchDir();
  await writeFile(join(stateDir, "auth-secret"), "");

  expect(await authSecret(stateDir)).toHaveLength(43);
});

test("only the owner can read the Worker's variables, even if the file was readable before", async () => {
  const stateDir = await scratchDir();
  await writeFile(join(stateDir, "worker.env"), "OLD=1", { mode: 0o644 });

  const path = await writeWorkerEnv(stateDir, {
    DATABASE_URL: "http://127.0.0.1:8790",
    DATABASE_AUTH_TOKEN: undefined,
    SANDBOX: "on",
  });

  expect(await readFile(path, "utf8")).toBe("DATABASE_URL='http://127.0.0.1:8790'\nSANDBOX='on'\n");
  expect(await modeOf(path)).toBe("600");
});

test("a value that the file can't carry is refused, without being shown", async () => {
  await expect(writeWorkerEnv(await scratchDir(), { DATABASE_AUTH_TOKEN: "it's" })).rejects.toThrow(
    "DATABASE_AUTH_TOKEN holds a quote or a line break, which can't be handed to the Worker.",
  );
});
