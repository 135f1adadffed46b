import { parseEnv } from "node:util";
import { type Config, configSchema, readConfig } from "@till/api/config";

/** The names of all settings, in the order of the schema. */
const names: readonly string[] = Object.keys(configSchema.shape);

/** The settings of a deployment as texts, as the Worker will get them. */
export type Settings = Readonly<Record<string, string>>;

/** The settings of a file. @throws an error that names each line which is no setting of Till. */
export function parseSettings(text: string): Settings {
  const entries = Object.entries(parseEnv(text)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  const unknown = entries.map(([name]) => name).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`${unknown.join(", ")}: Till has no such setting. docs/reference/settings.md lists the settings.`);
  return Object.fromEntries(entries);
}

/** The settings of Till that an environment has. */
export const settingsIn = (env: Readonly<Record<string, string | undefined>>): Settings =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );

/** Settings as the Worker reads them. @throws as the Worker would: a sentence that names each missing or wrong one. */
export const checkSettings = (settings: Settings): Config => readConfig(settings);

/** A file to fill in: each setting with its purpose, and none of them set. */
export const settingsTemplate = (environment: string) =>
  `${[
    `# The settings of Till in ${environment}. Fill in what you need and take the # away: docs/reference/settings.md explains them.`,
    "# They are stored as secrets of the Worker. Keep this file to yourself: it is not committed.",
    ...Object.entries(configSchema.shape).map(([name, schema]) => `\n# ${schema.description ?? ""}\n# ${name}=`),
  ].join("\n")}\n`;
