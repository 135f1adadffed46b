import { join } from "node:path";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { distDir, readWorkerSetup } from "./worker-setup.ts";

export interface WorkerOptions {
  /** Where it listens on 127.0.0.1. 0 is a free port. */
  port: number;
  /** Its settings; see `apps/api/src/config.ts`. Those that are undefined are not set. */
  variables: Record<string, string | undefined>;
  /** Called with each line that the Worker logs, and for each request with how it was answered. */
  onLine: (line: string) => void;
}

export interface RunningWorker {
  readonly port: number;
  /** Does what the cron trigger does. Rejects if the sweep failed. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** What Miniflare says about itself, or about the files of the shop. */
const chatter =
  /^(Ready on|Updated and ready|QUEUE |Compression )|GET \/(assets\/|favicon\.svg|color-scheme\.js|healthz)/;

class LineLog extends Log {
  readonly onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    super(LogLevel.INFO);
    this.onLine = onLine;
  }

  override logWithLevel(level: LogLevel, message: string): void {
    if (level <= this.level && !chatter.test(message)) this.onLine(message);
  }

  override logReady(): void {}
}

/** Starts the built Worker in workerd, with the bindings of wrangler.jsonc. Ends with `stop()`. */
export async function startWorker({ port, variables, onLine }: WorkerOptions): Promise<RunningWorker> {
  const setup = await readWorkerSetup();
  const workerDir = join(distDir, "worker");
  const given = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      log: new LineLog(onLine),
      cf: false,
      modulesRoot: workerDir,
      modules: setup.modules.map((name) => ({ type: "ESModule" as const, path: join(workerDir, name) })),
      compatibilityDate: setup.compatibilityDate,
      compatibilityFlags: [...setup.compatibilityFlags],
      bindings: Object.fromEntries(given),
      assets: {
        directory: join(distDir, "site"),
        binding: setup.assetsBinding,
        run_worker_first: true,
        routerConfig: { has_user_worker: true },
      },
      ratelimits: setup.rateLimits,
      queueProducers: setup.queueProducers,
      queueConsumers: setup.queueConsumers,
      unsafeTriggerHandlers: true,
      handleStructuredLogs: ({ message }) => onLine(message),
    }),
  );
  const url = await miniflare.ready;
  return {
    port: Number(url.port),
    async sweep() {
      const worker = await miniflare.getWorker();
      const { outcome } = await worker.scheduled({ scheduledTime: new Date(), cron: "* * * * *" });
      if (outcome !== "ok") throw new Error(`the Worker says ${outcome}`);
    },
    stop: () => miniflare.dispose(),
  };
}
