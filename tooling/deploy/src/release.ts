import { type MigrationPlan, planMigrations } from "./migration-plan.ts";
import { whyNotReady } from "./ready.ts";
import type { Plan } from "./requirements.ts";
import { withSecretsFile } from "./secrets-file.ts";
import { Stopped, type World, mustRun } from "./world.ts";

/** How much of the traffic a new version gets, in percent. */
export type Percent = number;

/**
 * Deploys: builds, uploads, migrates what expands, asks the new version whether it is ready before it gets any traffic, and
 * gives it its share. If it is not ready, the version before keeps or gets back all traffic. What contracts the schema
 * runs last, once nothing else is in use.
 *
 * @throws Stopped if it can't go on, or had to roll back.
 */
export async function release(plan: Plan, percent: Percent, world: World): Promise<void> {
  const migrations = planMigrations(await world.pendingMigrations());
  world.print("Building the site …");
  await world.buildSite();
  const current = await currentVersion(plan, world);
  if (current === null) return releaseFirst(plan, migrations, world);
  const next = await uploadVersion(plan, world);
  await migrateBefore(migrations, world);
  await shareTraffic(plan, { next, current, percent: 0 }, world);
  await world.sleep(untilKnownMs);
  await verify(plan, { next, current }, world);
  await shareTraffic(plan, { next, current, percent }, world);
  await mustRun(world, "Setting up routes, crons and queues", ["triggers", "deploy", ...flags(plan)]);
  await verify(plan, { next, current }, world);
  if (percent < 100) {
    world.print(`${percent} % of the traffic goes to the new version. Watch it, and deploy again without --percent.`);
    if (migrations.after !== null) world.print(`${migrations.after} runs then: the version before it is still in use.`);
    return;
  }
  await migrateAfter(migrations, world);
}

/** How long it takes until a version of a new deployment can be asked everywhere. Cloudflare says a couple of seconds. */
const untilKnownMs = 5_000;

/** The version that is deployed, and the one that has the traffic. */
interface Versions {
  readonly next: string;
  readonly current: string;
}

async function shareTraffic(plan: Plan, { next, current, percent }: Versions & { percent: Percent }, world: World) {
  const shares = percent === 100 ? [`${next}@100`] : [`${next}@${percent}`, `${current}@${100 - percent}`];
  world.print(`Giving version ${next} ${percent} % of the traffic …`);
  await mustRun(world, "Deploying the version", ["versions", "deploy", ...shares, ...flags(plan), "--yes"]);
}

/** The first deployment: there is no version to go back to, and nothing else can be uploaded before it. */
async function releaseFirst(plan: Plan, migrations: MigrationPlan, world: World): Promise<void> {
  await migrateBefore(migrations, world);
  world.print("Deploying for the first time …");
  const { records } = await withSecretsFile(plan.settings, (file) =>
    mustRun(world, "The deployment", ["deploy", ...flags(plan), "--secrets-file", file]),
  );
  const target = records.find(({ type }) => type === "deploy")?.targets?.[0];
  const why = await whyUnready(plan, null, world, target);
  if (why !== null) throw new Stopped(`Till is deployed, and not ready: ${why}`);
  world.print("It is ready.");
  await migrateAfter(migrations, world);
}

/** Gives the version before the current one all traffic again. The database stays as it is. */
export async function rollBack(plan: Plan, world: World): Promise<void> {
  world.print("Rolling back to the version before …");
  await mustRun(world, "The rollback", ["rollback", ...flags(plan), "--yes", "--message", "Rolled back by hand"]);
  world.print("Rolled back, with the settings of that version. The database keeps its schema, which is newer.");
  const why = await whyUnready(plan, null, world);
  if (why !== null) throw new Stopped(`The version before is not ready either: ${why}`);
  world.print("It is ready.");
}

const flags = ({ environment }: Plan) => ["--env", environment.name];

/** The version with the most traffic; null if nothing is deployed yet. */
async function currentVersion(plan: Plan, world: World): Promise<string | null> {
  const ended = await world.wrangler(["deployments", "status", "--json", ...flags(plan)]);
  if (ended.code !== 0) {
    // https://developers.cloudflare.com/api/ : 10007, script not found.
    if (/\b10007\b|has no deployments/.test(ended.output)) return null;
    throw new Stopped(`Asking for the current version failed:\n${ended.output.trim()}`);
  }
  const { versions } = JSON.parse(ended.output.slice(ended.output.indexOf("{"))) as {
    versions: { version_id: string; percentage: number }[];
  };
  return versions.toSorted((a, b) => b.percentage - a.percentage)[0]?.version_id ?? null;
}

async function uploadVersion(plan: Plan, world: World): Promise<string> {
  world.print("Uploading a new version …");
  const { records } = await withSecretsFile(plan.settings, (file) =>
    mustRun(world, "The upload", ["versions", "upload", ...flags(plan), "--secrets-file", file]),
  );
  const version = records.find(({ type }) => type === "version-upload")?.version_id;
  if (!version) throw new Stopped("wrangler uploaded a version and did not say which. Nothing was deployed.");
  return version;
}

async function migrateBefore({ before }: MigrationPlan, world: World): Promise<void> {
  if (before === null) return;
  world.print(`Migrating the database up to ${before} …`);
  await world.migrate(before);
}

async function migrateAfter({ after }: MigrationPlan, world: World): Promise<void> {
  if (after === null) return;
  world.print(`Migrating the database up to ${after}, which removes what no version needs any more …`);
  await world.migrate(after);
}

/** Asks the new version whether it is ready. @throws Stopped if not, after the current one has all traffic again. */
async function verify(plan: Plan, { next, current }: Versions, world: World): Promise<void> {
  const why = await whyUnready(plan, next, world);
  if (why === null) return world.print("It is ready.");
  world.print(`The new version is not ready: ${why}`);
  const message = "The new version was not ready";
  await mustRun(world, "The rollback", ["rollback", current, ...flags(plan), "--yes", "--message", message]);
  throw new Stopped(`Rolled back to version ${current}: the new one was not ready. ${why}`);
}

/** Why a version is not ready; null if it is, or if nobody knows where it answers. */
async function whyUnready({ config, environment }: Plan, version: string | null, world: World, target?: string) {
  const origin = config.PUBLIC_ORIGIN ?? (target?.startsWith("https://") ? target : undefined);
  if (origin === undefined) {
    world.print("Without PUBLIC_ORIGIN nobody knows where it answers: ask /readyz yourself.");
    return null;
  }
  world.print(`Asking ${origin}/readyz …`);
  return whyNotReady({ origin, worker: environment.worker, version }, world);
}
