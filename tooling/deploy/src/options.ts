import { parseArgs } from "node:util";
import { type EnvironmentName, environmentNames } from "./environment.ts";

export const usage = `Usage: npx pnpm@10 run deploy --env production|staging [--rollback | --percent N]
       npx pnpm@10 run deploy --dry-run [--env production|staging]

Checks what is missing, migrates the database and deploys. docs/deploy.md goes through it step by step.

--dry-run     builds and checks all that needs no account and no network, by default for production
--rollback    gives the version before the current one all traffic again
--percent N   gives the new version N % of the traffic, and the current one the rest

The settings come from the file .till/ENVIRONMENT.env; without such a file from the environment.`;

/** What to do, and where. */
export interface Options {
  readonly environment: EnvironmentName;
  readonly act: "deploy" | "dry-run" | "rollback";
  readonly percent: number;
}

/** Reads the arguments of the command; null if they make no sense. */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    strict: false,
    allowPositionals: true,
    options: {
      env: { type: "string" },
      "dry-run": { type: "boolean" },
      rollback: { type: "boolean" },
      percent: { type: "string" },
    },
  });
  const { env, "dry-run": isDryRun, rollback, percent = "100", ...unknown } = values;
  const environment = environmentNames.find((name) => name === (isDryRun ? (env ?? "production") : env));
  const share = Number(percent);
  const isSense =
    positionals.length === 0 &&
    Object.keys(unknown).length === 0 &&
    Number.isInteger(share) &&
    share >= 1 &&
    share <= 100 &&
    [isDryRun, rollback, values.percent].filter((value) => value !== undefined).length <= 1;
  if (environment === undefined || !isSense) return null;
  return { environment, act: isDryRun ? "dry-run" : rollback ? "rollback" : "deploy", percent: share };
}
