import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Migration } from "@till/db/setup";
import type { Environment } from "./environment.ts";
import { uncheckable } from "./requirements.ts";
import { type World, mustRun } from "./world.ts";

/** What a dry run looks at. `settings` are `none`, `right`, or the sentence that says what is wrong with them. */
export interface Rehearsal {
  readonly environment: Environment;
  readonly migrations: readonly Migration[];
  readonly settings: "none" | "right" | (string & {});
}

/**
 * Does all of a deployment that needs no account, no database and no network, and says what it could not do.
 *
 * @throws Stopped if the Worker can't be built.
 */
export async function rehearse(
  { environment, migrations, settings }: Rehearsal,
  world: Pick<World, "wrangler" | "buildSite" | "print">,
): Promise<void> {
  world.print("Building the site …");
  await world.buildSite();
  const outdir = await mkdtemp(join(tmpdir(), "till-dry-run-"));
  try {
    world.print(`Building the Worker ${environment.worker} …`);
    const args = ["deploy", "--dry-run", "--env", environment.name, "--outdir", outdir];
    const { output } = await mustRun(world, "The dry run", args);
    for (const line of output.split("\n").filter((text) => text.startsWith("Total Upload"))) world.print(line.trim());
  } finally {
    await rm(outdir, { recursive: true });
  }
  world.print(sentenceOf(settings, environment));
  world.print(`It needs the queues ${environment.queues.join(", ")}.`);
  world.print("A database that has none of them gets these migrations:");
  for (const { name, kind } of migrations)
    world.print(`  ${name} (${kind === "expand" ? "expands: before the deployment" : "contracts: after it"})`);
  world.print("A dry run can't check");
  for (const thing of ["the account, the queues, the database, and the keys of the login service", ...uncheckable])
    world.print(`  - ${thing}`);
}

function sentenceOf(settings: Rehearsal["settings"], { name }: Environment): string {
  if (settings === "none")
    return `There are no settings to check: neither .till/${name}.env nor the environment has any.`;
  return settings === "right" ? "The settings are right." : `The settings are wrong. ${settings}`;
}
