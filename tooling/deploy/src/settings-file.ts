import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvironmentName } from "./environment.ts";
import { type Settings, parseSettings, settingsIn, settingsTemplate } from "./settings.ts";

/** Where a person keeps the settings of an environment. Git ignores the folder. */
const fileOf = (name: EnvironmentName) => fileURLToPath(new URL(`../../../.till/${name}.env`, import.meta.url));

/** The settings of an environment: those of its file, or else of the environment of this process. Null if there are none. */
export async function readSettings(name: EnvironmentName): Promise<Settings | null> {
  const text = await readIfThere(fileOf(name));
  const settings = text === null ? settingsIn(process.env) : parseSettings(text);
  return Object.keys(settings).length > 0 ? settings : null;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Writes a file to fill in, over one in which nothing is set, and returns the sentence that says so. */
export async function offerTemplate(name: EnvironmentName): Promise<string> {
  const file = fileOf(name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, settingsTemplate(name), { mode: 0o600 });
  return `There are no settings. Fill them in, in .till/${name}.env, and run it again.`;
}
