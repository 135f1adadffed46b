/** Sends statements to a server in one `POST /v2/pipeline`, like the libSQL client. Returns the last one's rows. */
export async function query({ url, authToken }: Address, ...statements: string[]): Promise<unknown[][]> {
  const response = await fetch(`${url}/v2/pipeline`, {
    method: "POST",
    headers: { authorization: `Bearer ${authToken}` },
    body: JSON.stringify({
      requests: [...statements.map((sql) => ({ type: "execute", stmt: { sql } })), { type: "close" }],
    }),
  });
  const { results } = (await response.json()) as { results: PipelineResult[] };
  const failed = results.find((result) => result.type === "error");
  if (failed) throw new Error(failed.error?.message);
  const rows = results[statements.length - 1]?.response?.result?.rows ?? [];
  return rows.map((row) => row.map((cell) => cell.value));
}

/** A database and its token. */
export type Address = { url: string; authToken: string };

type PipelineResult = {
  type: "ok" | "error";
  error?: { message: string };
  response?: { result?: { rows: { value: unknown }[][] } };
};
