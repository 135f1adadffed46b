import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { RefusalCode } from "@till/contracts";
import { onTestFinished } from "vitest";
import type { Till } from "./till.ts";

interface AgentOptions {
  /** The year of the protocol that the client speaks. */
  readonly version?: "2025" | "2026";
  readonly header?: Readonly<Record<string, string>>;
}

/** Connects a client of the Model Context Protocol, of that year, to a Till, for somebody with this token. */
export async function connectAgent(
  url: string,
  token: string | null,
  { send = fetch, version = "2026", header = {} }: { send?: typeof fetch } & AgentOptions = {},
): Promise<Client> {
  const client = new Client(
    { name: "till-tests", version: "1.0.0" },
    { versionNegotiation: { mode: version === "2026" ? { pin: "2026-07-28" } : "legacy" } },
  );
  const headers = { ...header, ...(token !== null && { authorization: `Bearer ${token}` }) };
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { fetch: send, requestInit: { headers } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

/** Connects an agent to a Till of this process. */
export const connectInProcess = (
  till: Till,
  token: string | null,
  { baseUrl = "http://till.test", ...options }: { baseUrl?: string } & AgentOptions = {},
) =>
  connectAgent(baseUrl, token, {
    ...options,
    send: ((url: string | URL, init?: RequestInit) => till.request(String(url), init)) as typeof fetch,
  });

/** What an agent is answered: done, or the refusal. */
export async function callAs(client: Client, name: string, input?: Record<string, unknown>) {
  const { isError, structuredContent, content } = await client.callTool({ name, ...(input && { arguments: input }) });
  return { isError: isError === true, structuredContent, content };
}

/** The code of the refusal in an answer. */
export const codeOf = ({ structuredContent }: { structuredContent?: unknown }): RefusalCode | undefined =>
  (structuredContent as { code?: RefusalCode } | undefined)?.code;
