/** What `bench` measured: the JSON file, from which the table and docs/performance.md are made. */
export interface Results {
  /** When the run began: ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly durationSeconds: number;
  /** The commit that was measured, with a mark if files differed from it. */
  readonly commit: string | null;
  readonly isQuick: boolean;
  readonly machine: Machine;
  readonly settings: Settings;
  readonly load?: readonly LoadResult[];
  readonly distance?: readonly DistanceResult[];
  readonly growth?: GrowthResult;
  readonly sweeps?: SweepResult;
  readonly size?: SizeResult;
  readonly startUp?: StartUpResult;
  readonly sql?: readonly SqlResult[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly workerd: string;
  readonly libsqlServer: string;
}

interface Settings {
  readonly rounds: number;
  /** Of one run. */
  readonly seconds: number;
  readonly orders: number;
  readonly messages: number;
  readonly startUps: number;
  readonly sqlRepeats: number;
}

export const calls = ["create", "pay", "get", "list"] as const;
/** A procedure that is measured: `orders.create` and so on. */
export type Call = (typeof calls)[number];

export const ways = ["till", "floor", "lean", "plain"] as const;
/** How an order is kept: by Till, by a bare Worker with Till's SQL, with the least SQL, with a query per line. */
export type Way = (typeof ways)[number];

/** One run of one way: so many connections, each sending its next request when the answer to the last one is there. */
export interface Run {
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers that were not 200 or did not say what they should, and requests without an answer. */
  readonly errors: number;
  /** Rows that the run added, where its call adds one for each answer. */
  readonly rowsAdded?: number;
  /** How long the database had work after the last answer. */
  readonly settledAfterMs?: number;
  /** The database answered nobody any more, and was started anew. */
  readonly databaseHung?: true;
}

/** All rounds of one way of one call at one number of connections. */
export interface LoadResult {
  readonly call: Call;
  readonly way: Way;
  readonly connections: number;
  readonly runs: readonly Run[];
}

/** One call, one at a time, with a delay on the way to the database. */
export interface DistanceResult {
  readonly call: Call;
  readonly delayMs: number;
  readonly runs: readonly Run[];
}

export interface GrowthResult {
  readonly smallOrders: number;
  readonly largeOrders: number;
  readonly generatedInSeconds: number;
  readonly databaseMiB: number;
  readonly calls: readonly {
    readonly name: "get" | "pay" | "first page" | "first page for staff";
    readonly small: readonly Run[];
    readonly large: readonly Run[];
  }[];
}

export interface SweepResult {
  readonly messages: number;
  readonly sent: number;
  readonly left: number;
  readonly sweeps: number;
  readonly seconds: number;
  readonly databaseRequests: number;
}

export interface SizeResult {
  /** All that is deployed, in bytes, each module compressed by itself. */
  readonly wholeGzipBytes: number;
  /** The main module: what has to be there to start. The PDF library has a module of its own. */
  readonly mainGzipBytes: number;
  readonly modules: readonly { readonly name: string; readonly bytes: number; readonly gzipBytes: number }[];
}

export interface StartUpResult {
  readonly tillMs: readonly number[];
  readonly trivialMs: readonly number[];
}

/** The SQL of one call, alone in SQLite. */
export interface SqlResult {
  readonly call: "create" | "pay";
  readonly statements: number;
  readonly sqlBytes: number;
  readonly prepareMs: number;
  readonly runMs: number;
}
