import { onTestFinished } from "vitest";
import { startLibsql, type LibsqlServer } from "../src/index.ts";
import type { Address } from "./query.ts";

/** Starts a server for one test. */
export async function start(dataDir?: string): Promise<LibsqlServer> {
  const server = await startLibsql(dataDir === undefined ? {} : { dataDir });
  onTestFinished(() => server.stop());
  return server;
}

/** The address of a namespace. */
export const inNamespace = ({ url, authToken }: Address, name: string): Address => ({
  url: `${url}/${name}`,
  authToken,
});

/** Asks a database and gives its answer as it is. */
export async function ask({ url, authToken }: Address, sql = "SELECT 1") {
  const body = JSON.stringify({ requests: [{ type: "execute", stmt: { sql } }, { type: "close" }] });
  const headers = { authorization: `Bearer ${authToken}` };
  const answer = await fetch(`${url}/v2/pipeline`, { method: "POST", headers, body });
  return { status: answer.status, ...((await answer.json()) as { code?: string }) };
}

export const NOT_FOUND = { status: 404, code: "NAMESPACE_NOT_FOUND" };
