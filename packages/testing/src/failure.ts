import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { storyInDossier } from "./story.ts";
import type { TestTill } from "./test-till.ts";

/** Of so many orders, the newest ones, the file of a failed test has the dossiers. */
const maxDossiers = 20;

/** Where the files of failed tests are, below the current folder. */
const failedDir = ".till/failed";

/**
 * Keeps the till of a failed test, writes the dossiers of its orders to a file below `dir`, and returns what to print:
 * where the till is, what happened in it, and the command that replays it.
 */
export async function keepFailure(till: TestTill, testName: string, dir = process.cwd()): Promise<string> {
  await till.keep();
  const kept = `The till of “${testName}” is kept for an hour: ${till.url}`;
  const staff = till.staff();
  const { items } = await staff.orders.list.query({ limit: maxDossiers });
  if (items.length === 0) return `${kept}\nIt has no orders.`;
  const dossiers = await Promise.all(items.toReversed().map((order) => till.dossier(order)));
  const file = join(dir, failedDir, `${fileName(testName)}-${till.id}.json`);
  await mkdir(join(dir, failedDir), { recursive: true });
  await writeFile(file, `${JSON.stringify({ till: { id: till.id, url: till.url }, dossiers }, null, 2)}\n`);
  const path = relative(dir, file);
  return [
    kept,
    ...dossiers.flatMap(storyInDossier),
    `All about ${dossiers.length === 1 ? "this order" : "these orders"}: ${path}`,
    `To do the same again in a new till: npx till replay ${path}`,
  ].join("\n");
}

const maxFileNameLength = 60;

const fileName = (testName: string) =>
  testName
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, maxFileNameLength)
    .replaceAll(/^-+|-+$/g, "") || "test";
