/** What a Hrana server answers to a pipeline, as far as the tests look at it. */
export type PipelineAnswer = {
  status: number;
  baton: string | null;
  code?: string;
  message?: string;
  results: { type: string; response?: { result?: { rows: { value: unknown }[][] } } }[];
};

const CLOSE = { type: "close" };

/** Statements as requests of a pipeline; `"close"` closes the stream. */
const requestsOf = (statements: string[]) =>
  statements.map((sql) => (sql === "close" ? CLOSE : { type: "execute", stmt: { sql } }));

/** Sends a request of a stream: one that begins, or the one that `baton` belongs to. Nothing closes it but `"close"`. */
export async function pipeline(
  url: string,
  baton: string | null,
  statements: string[],
  signal: AbortSignal | null = null,
): Promise<PipelineAnswer> {
  const response = await fetch(`${url}/v3/pipeline`, {
    method: "POST",
    body: JSON.stringify({ baton, requests: requestsOf(statements) }),
    signal,
  });
  return { status: response.status, ...((await response.json()) as Omit<PipelineAnswer, "status">) };
}

/** The only value of the only row that the last statement answered. */
export const valueOf = ({ results }: PipelineAnswer): unknown =>
  results.findLast(({ response }) => response?.result)?.response?.result?.rows[0]?.[0]?.value;
