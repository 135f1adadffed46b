/** Runs a statement on a local database, and answers its rows. */
export async function runSql({ url, authToken }: Address, sql: string): Promise<unknown[][]> {
  const requests = [{ type: "execute", stmt: { sql } }, { type: "close" }];
  const response = await fetch(`${url}/v2/pipeline`, {
    method: "POST",
    headers: { authorization: `Bearer ${authToken}` },
    body: JSON.stringify({ requests }),
  });
  const { results } = (await response.json()) as { results: Answer[] };
  const [answer] = results;
  if (answer?.type !== "ok") throw new Error(answer?.error?.message ?? "The database gave no answer.");
  return answer.response?.result?.rows.map((row) => row.map(({ value }) => value)) ?? [];
}

/** A database and its token. */
export type Address = { url: string; authToken: string };

type Answer = {
  type: "ok" | "error";
  error?: { message: string };
  response?: { result?: { rows: { value: unknown }[][] } };
};
