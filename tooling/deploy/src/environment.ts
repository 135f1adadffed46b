import { fileURLToPath } from "node:url";
import { type Unstable_RawConfig, unstable_readConfig as readConfig } from "wrangler";

/** The environments of apps/api/wrangler.jsonc. */
export const environmentNames = ["production", "staging"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

export const apiDir = fileURLToPath(new URL("../../../apps/api", import.meta.url));

/** What wrangler.jsonc says of an environment, as far as a deployment needs it. */
export interface Environment {
  readonly name: EnvironmentName;
  readonly worker: string;
  /** The queues that must exist, those of given-up jobs among them. */
  readonly queues: readonly string[];
  /** The patterns of its routes and custom domains. */
  readonly routes: readonly string[];
}

/** Reads an environment from wrangler.jsonc. */
export function readEnvironment(name: EnvironmentName): Environment {
  const config = readConfig({ config: `${apiDir}/wrangler.jsonc`, env: name });
  const { producers = [], consumers = [] }: Unstable_RawConfig["queues"] & {} = config.queues;
  const queues = [
    ...producers.map(({ queue }) => queue),
    ...consumers.flatMap(({ queue, dead_letter_queue: dead }) => [queue, dead]),
  ];
  const routes = [...(config.routes ?? []), ...(config.route === undefined ? [] : [config.route])];
  return {
    name,
    worker: config.name ?? "",
    queues: [...new Set(queues.filter((queue) => queue !== undefined))],
    routes: routes.map((route) => (typeof route === "string" ? route : route.pattern)),
  };
}
