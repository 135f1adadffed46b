import { migrations } from "@till/db/setup";
import { rehearse } from "./dry-run.ts";
import { readEnvironment } from "./environment.ts";
import { readOptions, usage } from "./options.ts";
import { realWorld, rehearsalWorld } from "./real-world.ts";
import { release, rollBack } from "./release.ts";
import { findMissing, listOf } from "./requirements.ts";
import { type Settings, checkSettings } from "./settings.ts";
import { offerTemplate, readSettings } from "./settings-file.ts";
import { Stopped } from "./world.ts";

/** The command `npx pnpm@10 run deploy`. */
const options = readOptions(process.argv.slice(2));
if (options === null) fail(usage);
else
  try {
    await run(options);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }

async function run({ environment: name, act, percent }: NonNullable<typeof options>): Promise<void> {
  const environment = readEnvironment(name);
  const settings = await readSettings(name);
  if (act === "dry-run") {
    const fault = settings === null ? null : faultOf(settings);
    await rehearse(
      { environment, migrations, settings: settings === null ? "none" : (fault ?? "right") },
      rehearsalWorld,
    );
    if (fault !== null) throw new Stopped("A deployment would stop at these settings.");
    return;
  }
  if (settings === null) throw new Stopped(await offerTemplate(name));
  const config = checkSettings(settings);
  const plan = { environment, settings, config };
  const world = realWorld({ url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN });
  if (act === "rollback") return rollBack(plan, world);
  const missing = await findMissing(plan, world);
  if (missing.length > 0) throw new Stopped(listOf(missing));
  if (config.SANDBOX) console.log("SANDBOX is on: anybody may sign in as a demo person, and pay with test cards.");
  await release(plan, percent, world);
  console.log(`Till is deployed to ${name}.`);
}

/** What is wrong with settings, in a sentence; null if nothing is. */
function faultOf(settings: Settings): string | null {
  try {
    checkSettings(settings);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
