type Data = Record<string, unknown>;

/** Calls a mutation of the API, as plain HTTP. */
export function mutate(url: string, procedure: string, token: string, input: unknown): Promise<Data> {
  const init = { method: "POST", headers: headers(token), body: JSON.stringify(input) };
  return dataOf(fetch(`${url}/trpc/${procedure}`, init));
}

/** Calls a query of the API, as plain HTTP. */
export function query(url: string, procedure: string, token: string, input: unknown): Promise<Data> {
  const address = `${url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
  return dataOf(fetch(address, { headers: headers(token) }));
}

function headers(token: string): Record<string, string> {
  return { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
}

async function dataOf(request: Promise<Response>): Promise<Data> {
  const body = (await (await request).json()) as { result?: { data: Data } };
  if (!body.result) throw new Error(JSON.stringify(body));
  return body.result.data;
}
