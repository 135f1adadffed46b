/** The results of `bench`: the JSON file from which the tables and docs/performance.md are made. */
export interface Results {
  /** When the run began: ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly durationSeconds: number;
  /** The measured commit, with a mark if files differed from it. */
  readonly commit: string | null;
  readonly isQuick: boolean;
  readonly machine: Machine;
  readonly settings: Settings;
  readonly load?: readonly LoadResult[];
  readonly distance?: readonly DistanceResult[];
  readonly growth?: GrowthResult;
  readonly sweeps?: SweepResult;
  readonly tills?: TillsResult;
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
  /** The duration of one run. */
  readonly seconds: number;
  readonly orders: number;
  readonly messages: number;
  readonly startUps: number;
  readonly sqlRepeats: number;
}

export const calls = ["create", "pay", "get", "list"] as const;
/** A measured procedure: `orders.create` and so on. */
export type Call = (typeof calls)[number];

export const ways = ["till", "floor", "lean", "plain"] as const;
/**
 * How an order is stored: by Till, by a bare Worker with Till's SQL, with the least SQL, or with a query for each line.
 */
export type Way = (typeof ways)[number];

/** One run of one way. Each connection sends its next request when it has the last answer. */
export interface Run {
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers with a status other than 200 or a wrong body, and requests without an answer. */
  readonly errors: number;
  /** The rows that the run added, for calls that add one for each answer. */
  readonly rowsAdded?: number;
  /** How long the database was busy after the last answer. */
  readonly settledAfterMs?: number;
  /** The database stopped answering and was restarted. */
  readonly databaseHung?: true;
}

/** All rounds of one way, one call and one number of connections. */
export interface LoadResult {
  readonly call: Call;
  readonly way: Way;
  readonly connections: number;
  readonly runs: readonly Run[];
}

/** One call, one at a time, with a delay to the database. */
export interface DistanceResult {
  readonly call: Call;
  readonly delayMs: number;
  readonly runs: readonly Run[];
}

/** What is measured with few and with many orders. The searches are for words that every order or message has. */
export const growthCalls = [
  "get",
  "pay",
  "first page",
  "first page for staff",
  "search",
  "search with a status",
  "search of messages",
  "summary of 31 days",
] as const;
export type GrowthCall = (typeof growthCalls)[number];

export interface GrowthResult {
  readonly smallOrders: number;
  readonly largeOrders: number;
  readonly generatedInSeconds: number;
  readonly databaseMiB: number;
  readonly calls: readonly {
    readonly name: GrowthCall;
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

/** Small writes to some tills of one local server, and how long one till took to fork, and one such write. */
export interface TillsResult {
  readonly connections: number;
  readonly runs: readonly { readonly count: number; readonly runs: readonly Run[] }[];
  readonly forkMs: readonly number[];
  readonly writeMs: readonly number[];
}

export interface SizeResult {
  /** The size of the whole deployment, in bytes, each module compressed separately. */
  readonly wholeGzipBytes: number;
  /** The main module, which is needed to start. The PDF library has its own module. */
  readonly mainGzipBytes: number;
  readonly modules: readonly { readonly name: string; readonly bytes: number; readonly gzipBytes: number }[];
}

export interface StartUpResult {
  readonly tillMs: readonly number[];
  /** The same until the first answer of a procedure, which loads more. */
  readonly procedureMs: readonly number[];
  readonly trivialMs: readonly number[];
}

/** The SQL of one call, run in SQLite alone. */
export interface SqlResult {
  readonly call: "create" | "pay";
  readonly statements: number;
  readonly sqlBytes: number;
  readonly prepareMs: number;
  readonly runMs: number;
}
