import type { Address } from "./query.ts";

/** A Hrana server's answer to a pipeline: the parts that the tests read. */
export type PipelineAnswer = {
  status: number;
  baton: string | null;
  code?: string;
  message?: string;
  results: { type: string; response?: { result?: { rows: { value: unknown }[][] } } }[];
};

const CLOSE = { type: "close" };

/** Statements as pipeline requests; `"close"` closes the stream. */
const requestsOf = (statements: string[]) =>
  statements.map((sql) => (sql === "close" ? CLOSE : { type: "execute", stmt: { sql } }));

/** Sends a request of a stream: a new one, or the one that `baton` continues. Only `"close"` closes it. */
export async function pipeline(
  { url, authToken }: Address,
  baton: string | null,
  statements: string[],
  signal: AbortSignal | null = null,
): Promise<PipelineAnswer> {
  const response = await fetch(`${url}/v3/pipeline`, {
    method: "POST",
    headers: { authorization: `Bearer ${authToken}` },
    body: JSON.stringify({ baton, requests: requestsOf(statements) }),
    signal,
  });
  return { status: response.status, ...((await response.json()) as Omit<PipelineAnswer, "status">) };
}

/** The single value in the answer to the last statement. */
export const valueOf = ({ results }: PipelineAnswer): unknown =>
  results.findLast(({ response }) => response?.result)?.response?.result?.rows[0]?.[0]?.value;
